import { defineSurface } from "../contract.js";
import type { CallContext } from "../context.js";

/** Whether a service is well, and a word about it. */
export interface ServiceHealth {
  readonly ok: boolean;
  readonly detail?: string;
}

/** Something that runs as long as its plugin is loaded. */
export interface Service {
  readonly id: string;
  start(request: Record<string, never>, context: CallContext): Promise<void>;
  stop?(request: Record<string, never>, context: CallContext): Promise<void>;
  health?(request: Record<string, never>, context: CallContext): Promise<ServiceHealth>;
}

/** Something that runs as long as its plugin is loaded. */
export const service = defineSurface<Service>()({
  kind: "service",
  stability: "stable",
  key: "services",
  metadata: [],
  operations: { start: "required", stop: "optional", health: "optional" },
  startup: true,
});
