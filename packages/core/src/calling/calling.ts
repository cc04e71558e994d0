import type { CallUser } from "@mortise/sdk";
import type { CallPolicy } from "../config/call-policy.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { InstanceUse } from "../loading/instance-use.js";
import type { Recorder } from "./recorder.js";

/** What all calls of one host share. */
export interface Calling {
  /** The operator's word; asked for anew with each generation of handlers and each call of an operation. */
  readonly policy: CallPolicy;
  readonly recorder: Recorder;
  report(diagnostic: Diagnostic): void;
  /**
   * What the user of a call set for a plugin, checked. Asked only where the plugin has a schema for it and the call a
   * user; a rejection is that call's failure.
   */
  readonly userConfigOf?: (use: InstanceUse, user: CallUser) => unknown;
}
