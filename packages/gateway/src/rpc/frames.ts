import { createJSONRPCErrorResponse, JSONRPCErrorCode, type JSONRPCResponse } from "json-rpc-2.0";

/** What a frame holds: calls to answer, and answers to what the caller was asked. */
export interface Frame {
  /** A call or a list of them, as it came; absent where the frame holds answers alone. */
  readonly calls?: unknown;
  readonly answers: readonly JSONRPCResponse[];
}

/** How many calls one frame may hold. */
const batchLimit = 100;

/** Reads a frame; what is wrong with it is an answer itself. */
export function readFrame(text: string): Frame | { readonly fault: JSONRPCResponse } {
  const frame = parse(text);
  if (frame === undefined) return fault(JSONRPCErrorCode.ParseError, "The frame is not valid JSON.");
  const all: readonly unknown[] = Array.isArray(frame) ? frame : [frame];
  if (all.length > batchLimit) {
    const message = `A frame may hold ${batchLimit} calls; this one holds ${all.length}.`;
    return fault(JSONRPCErrorCode.InvalidRequest, message);
  }
  if (all.length === 0 || !all.every(isObject)) {
    return fault(JSONRPCErrorCode.InvalidRequest, "A frame holds a JSON-RPC 2.0 call, or a list of them.");
  }
  const answers = all.filter(isAnswer);
  const calls = all.filter((each) => !isAnswer(each));
  return { answers, ...(calls.length > 0 && { calls: Array.isArray(frame) ? calls : frame }) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isAnswer(each: unknown): each is JSONRPCResponse {
  const { jsonrpc, id, method, result, error } = each as Readonly<Record<string, unknown>>;
  return jsonrpc === "2.0" && id !== undefined && method === undefined && (result !== undefined || isObject(error));
}

function fault(code: JSONRPCErrorCode, message: string): { readonly fault: JSONRPCResponse } {
  return { fault: createJSONRPCErrorResponse(null, code, message, { code: "invalid_request" }) };
}
