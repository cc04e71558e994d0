import type { CallQuestion } from "@mortise/sdk";
import type { JSONRPCID } from "json-rpc-2.0";
import { readEvent } from "../requests/events.js";
import { scopeOfHead, type RequestHead } from "../requests/call-scope.js";
import type { RequestScope } from "../serving.js";
import type { Peer } from "./peer.js";

/** Who calls over a connection. */
export interface Caller {
  readonly peer: Peer;
  /** Of the request that opened the connection. */
  readonly head: Omit<RequestHead, "requestId">;
  /** Aborted when the connection ends. */
  readonly signal: AbortSignal;
}

/** What plugins are told in a call over a connection, and the ways in which they may speak to its caller until it is over. */
export function scopeOfCall(
  { peer, head, signal }: Caller,
  { requestId, id }: { readonly requestId: string; readonly id: JSONRPCID | undefined },
  redact: <Value>(value: Value) => Value,
): RequestScope & { close(): void } {
  const about = { requestId, ...(id !== undefined && { id }) };
  let isOver = false;
  return {
    ...scopeOfHead({ ...head, requestId }),
    emit(event) {
      const told = isOver || signal.aborted ? undefined : readEvent(event, requestId, redact);
      if (told) peer.tell({ ...told, ...about });
    },
    ask(question, within) {
      return peer.ask(redact(plainQuestion(question)), about, within);
    },
    close() {
      isOver = true;
    },
  };
}

function plainQuestion({ message, kind, choices }: CallQuestion): CallQuestion {
  return { message, kind, ...(choices && { choices }) };
}
