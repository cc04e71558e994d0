import { once } from "node:events";
import type { GatewayHooks, HookEvent } from "@mortise/sdk";
import type { Host, HooksOfKind } from "@mortise/core";

/** Emits the hooks that only observe; nobody waits for their handlers but who stops the gateway. */
export interface Emissions {
  /** Loads the hook's owners where they are not, and starts its handlers. Resolves when they were started. */
  observe<Name extends HooksOfKind<GatewayHooks, "observe">>(
    hook: Name,
    event: HookEvent<GatewayHooks[Name]>,
    requestId?: string,
  ): Promise<void>;
  /** Resolves when every handler that was started has ended, or when `atMostMs` milliseconds have passed. */
  settle(atMostMs: number): Promise<void>;
}

/** Makes the emissions of one host. Handlers that fail are reported by the host and harm no request. */
export function createEmissions(host: Pick<Host, "hooks" | "prepareHook">): Emissions {
  const running = new Set<Promise<void>>();
  return {
    async observe(hook, event, requestId) {
      await host.prepareHook(hook);
      const run = host.hooks.observe(hook, event, requestId === undefined ? {} : { requestId });
      running.add(run);
      void run.finally(() => running.delete(run));
    },
    async settle(atMostMs) {
      const enough = new AbortController();
      const timer = setTimeout(() => enough.abort(), atMostMs);
      const passed = once(enough.signal, "abort");
      while (running.size > 0 && !enough.signal.aborted) await Promise.race([Promise.all(running), passed]);
      clearTimeout(timer);
    },
  };
}
