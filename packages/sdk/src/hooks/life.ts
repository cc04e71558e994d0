import { defineHook } from "../hook.js";

/** The gateway is up and answers. */
export interface GatewayStartEvent {
  readonly url: string;
}

/** The hooks of the gateway's own life. */
export const lifeHooks = {
  gateway_start: defineHook<GatewayStartEvent>()({
    name: "gateway_start",
    kind: "observe",
    stability: "stable",
    startup: true,
    summary: "The gateway is up and answers.",
    calledAt: "once, when the server listens and start-up plugins are loaded",
  }),
  gateway_stop: defineHook<Record<string, never>>()({
    name: "gateway_stop",
    kind: "observe",
    stability: "stable",
    deadlineMs: 5_000,
    startup: true,
    summary: "The gateway is about to stop.",
    calledAt: "once, before the server closes and plugins are unloaded",
  }),
} as const;
