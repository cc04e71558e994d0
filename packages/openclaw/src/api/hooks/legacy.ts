import { MortiseError } from "@mortise/core";
import type { CallContext } from "@mortise/sdk";
import { diagnoseOpenclaw } from "../../diagnostics.js";
import { mapped, type ApiMember } from "../member.js";
import { membersOf, textOf, textsOf, type Callable, type Members } from "../reading.js";
import type { PluginScope } from "../scope.js";
import { turnContext } from "../turn-context.js";
import type { HookMapping } from "./mapping.js";
import { keepUncalled, listenTo } from "./register.js";
import { hookMappings, uncalledHooks } from "./table.js";

/** Events of the older system of hooks that happen here, by name, with the hooks that tell of them. */
const happening: Readonly<Record<string, readonly string[]>> = {
  gateway: ["gateway_start", "gateway_stop"],
  "gateway:startup": ["gateway_start"],
  "gateway:shutdown": ["gateway_stop"],
  message: ["message_received", "message_sent"],
  "message:received": ["message_received"],
  "message:sent": ["message_sent"],
};

const actions: Readonly<Record<string, readonly [type: string, action: string]>> = {
  gateway_start: ["gateway", "startup"],
  gateway_stop: ["gateway", "shutdown"],
  message_received: ["message", "received"],
  message_sent: ["message", "sent"],
};

/** `api.registerHook`, the older system of hooks. */
export const legacyHookMember: ApiMember = mapped(
  {
    name: "registerHook",
    support: "partial",
    counterpart: "on",
    note: `Called for ${Object.keys(happening).join(", ")}; handlers of other events are kept and never called.`,
  },
  (scope, events, handler, options) => registerHook(scope, events, handler, membersOf(options)),
);

function registerHook(scope: PluginScope, events: unknown, handler: unknown, options: Members): void {
  const names = textsOf(Array.isArray(events) ? events : [events]);
  const name = textOf(options["name"]) ?? textOf(membersOf(membersOf(options["entry"])["hook"])["name"]);
  if (name === undefined) {
    throw new MortiseError(diagnoseOpenclaw("OPENCLAW_HOOK_NAMELESS", { events: names.join(", ") || "no event" }));
  }
  if (typeof handler !== "function") return scope.leaveOut("registerHook", `the handler of ${name} is no function.`);
  if (options["register"] === false) return;
  for (const event of names) registerFor(scope, event, handler as Callable);
}

function registerFor(scope: PluginScope, event: string, handler: Callable): void {
  const hooks = Object.hasOwn(happening, event) ? happening[event] : undefined;
  if (!hooks) return keepUncalled(scope, event, reasonOf(event), handler);
  for (const hook of hooks) {
    const mapping = hookMappings.get(hook);
    if (mapping) listenTo(scope, asLegacy(mapping), handler);
  }
}

function reasonOf(event: string): string {
  if (hookMappings.has(event)) return `it is a typed hook, for which OpenClaw has api.on("${event}", …)`;
  return uncalledHooks.get(event) ?? "the gateway has no such event";
}

/** The same happening, told in the form of the older system; what a handler returns means nothing there. */
function asLegacy(mapping: HookMapping): HookMapping {
  const { result: _, ...observed } = mapping;
  const [type, action] = actions[mapping.name] ?? [mapping.name, ""];
  return {
    ...observed,
    event(event: never, context: CallContext, scope: PluginScope) {
      const told = { ...mapping.context(event, context, scope), ...mapping.event(event, context, scope) };
      const { sessionKey = "" } = turnContext(context);
      // Handlers look for the members in both places.
      return { ...told, type, action, sessionKey, context: told, timestamp: new Date(), messages: [] };
    },
  };
}
