/**
 * How much of a part of OpenClaw's API is there.
 *
 * - `full`: it does here what it does there
 * - `partial`: what it does is said in the note
 * - `refused`: it is there, so that the rest of a plugin works; it does nothing, or throws where it is called
 */
export type Support = "full" | "partial" | "refused";

/** One row of the compatibility table. */
export interface Compatibility {
  /** As OpenClaw has it: `registerTool`, `before_tool_call`, `system.runCommandWithTimeout`. */
  readonly name: string;
  readonly support: Support;
  /** What stands behind it here; absent where nothing does. */
  readonly counterpart?: string;
  /** What is missing, or why it is refused. */
  readonly note?: string;
}
