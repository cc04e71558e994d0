import { messageOf } from "../diagnostics/error.js";
import type { SequenceKind } from "./sequence-kind.js";
import { WrongResult } from "./handler-call.js";

/** What came of a gate. */
export type GateOutcome<Event> =
  | { readonly blocked: false; readonly event: Event }
  | { readonly blocked: true; readonly reason: string; readonly plugin: string };

/** A plugin whose handler should guard a gate and is not there. */
export interface MissingHandler {
  readonly plugin: string;
  /** Why, in words. */
  readonly reason: string;
}

/** The outcome of a gate that lacks a handler. */
export function blockedFor({ plugin, reason }: MissingHandler): GateOutcome<never> {
  return { blocked: true, reason: `${plugin} guards this and is not there: ${reason}`, plugin };
}

/** Each handler may replace the event or block it, and a block stops the rest. */
export const gateKind: SequenceKind = {
  take(sequence, { plugin }, result) {
    const { block, reason, event } = result as {
      readonly block?: unknown;
      readonly reason?: unknown;
      readonly event?: unknown;
    };
    if (block === true) {
      const told = typeof reason === "string" && reason !== "" ? reason : "no reason was given";
      sequence.found = { blocked: true, reason: told, plugin };
      return true;
    }
    if (block !== undefined && block !== false) return wrongShape;
    if (event === undefined && block === undefined) return wrongShape;
    if (event !== undefined) sequence.given = event;
    return false;
  },
  refuse(sequence, { plugin }, error) {
    const isGone = sequence.bounds.signal?.aborted === true;
    const reason = isGone ? messageOf(error) : `${plugin} failed, and the hook fails closed`;
    sequence.found = { blocked: true, reason, plugin };
  },
  outcome: ({ found, given }) => found ?? { blocked: false, event: given },
};

const wrongShape = new WrongResult("a gate takes { block: true, reason } or { event }");
