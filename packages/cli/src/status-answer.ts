import type { PluginReport, StatusReport } from "@mortise/core/catalog";

/** Whether a gateway answers; `foreign`: something answers that is none. */
export interface GatewayState {
  readonly url: string;
  readonly state: "running" | "absent" | "foreign";
}

/** What `mortise status --json` prints; `all` with `--all`. */
export interface StatusAnswer extends StatusReport {
  readonly gateway: GatewayState;
  readonly all?: readonly PluginReport[];
}
