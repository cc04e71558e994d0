import { conclusionHooks, preparationHooks } from "./hooks/agent.js";
import { lifeHooks } from "./hooks/life.js";
import { inboundHooks, outboundHooks } from "./hooks/messages.js";
import { modelCallHooks } from "./hooks/model-calls.js";
import { toolHooks } from "./hooks/tools.js";

/** The hooks that the reference gateway calls, as data, in the order in which a turn comes to them. */
export const gatewayHooks = {
  ...lifeHooks,
  ...inboundHooks,
  ...preparationHooks,
  ...modelCallHooks,
  ...toolHooks,
  ...conclusionHooks,
  ...outboundHooks,
} as const;

/** The type of the reference gateway's hook list. */
export type GatewayHooks = typeof gatewayHooks;
