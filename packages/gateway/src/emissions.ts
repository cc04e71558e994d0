import { once } from "node:events";
import type { GatewayHooks, HookEvent } from "@mortise/sdk";
import type { Host, HooksOfKind } from "@mortise/core";

type HookHost = Pick<Host, "hooks" | "prepareHook">;

/** Emits the hooks that only observe; nobody waits for their handlers but who stops the gateway. */
export interface Emissions {
  /** Loads the hook's owners where they are not, and starts its handlers. Resolves when they were started. */
  observe<Name extends HooksOfKind<GatewayHooks, "observe">>(
    hook: Name,
    event: HookEvent<GatewayHooks[Name]>,
    requestId?: string,
  ): Promise<void>;
  /** The same, by the hooks of another host: those that a request sees. */
  through(host: HookHost): Emissions;
  /** Resolves when every handler that was started has ended, or when `atMostMs` milliseconds have passed. */
  settle(atMostMs: number): Promise<void>;
}

/** Makes the emissions of one host. Handlers that fail are reported by the host and harm no request. */
export function createEmissions(host: HookHost): Emissions {
  return emissionsOf(host, new Set());
}

function emissionsOf(host: HookHost, running: Set<Promise<void>>): Emissions {
  return {
    async observe(hook, event, requestId) {
      await host.prepareHook(hook);
      const run = host.hooks.observe(hook, event, requestId === undefined ? {} : { requestId });
      if (!(run instanceof Promise)) return;
      running.add(run);
      void run.finally(() => running.delete(run));
    },
    through: (other) => emissionsOf(other, running),
    async settle(atMostMs) {
      const enough = new AbortController();
      const timer = setTimeout(() => enough.abort(), atMostMs);
      const passed = once(enough.signal, "abort");
      while (running.size > 0 && !enough.signal.aborted) await Promise.race([Promise.all(running), passed]);
      clearTimeout(timer);
    },
  };
}
