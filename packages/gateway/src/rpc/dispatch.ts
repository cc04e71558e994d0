import { randomUUID } from "node:crypto";
import {
  createJSONRPCErrorResponse,
  createJSONRPCSuccessResponse,
  JSONRPCErrorCode,
  JSONRPCServer,
  type JSONRPCRequest,
  type JSONRPCResponse,
} from "json-rpc-2.0";
import type { JsonValue } from "@mortise/sdk";
import type { Exchange, Serving } from "../serving.js";
import { ownMethods } from "./own-methods.js";
import { callPluginMethod } from "./plugin-methods.js";
import { toRpcError } from "./rpc-error.js";

/** Answers a frame: a call, or a list of them; nothing where none of them asks for an answer. Never rejects. */
export type Dispatch = (text: string, signal: AbortSignal) => Promise<string | undefined>;

/** How many calls one frame may hold. */
const batchLimit = 100;

/** Finds the method that a call names, the gateway's own first, and words what it answers as JSON-RPC 2.0. */
export function createDispatcher(serving: Serving): Dispatch {
  const server = new JSONRPCServer<Exchange>({ errorListener: () => {} });
  const run = (request: JSONRPCRequest, exchange: Exchange) => answerCall(request, exchange, serving);
  for (const name of ownMethods.keys()) server.addMethodAdvanced(name, run);
  // Plugins come and go, so their methods are looked up as they are called.
  server.handleMethodNotFound = run as unknown as typeof server.handleMethodNotFound;
  return async (text, signal) => {
    const frame = parse(text);
    if (frame === undefined) return JSON.stringify(fault(JSONRPCErrorCode.ParseError, "The frame is not valid JSON."));
    const exchange = { requestId: `rpc_${randomUUID().replaceAll("-", "")}`, signal };
    const problem = frameProblem(frame);
    const answer = problem ?? (await server.receive(frame as JSONRPCRequest | JSONRPCRequest[], exchange));
    return answer === null ? undefined : JSON.stringify(answer);
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function fault(code: JSONRPCErrorCode, message: string): JSONRPCResponse {
  return createJSONRPCErrorResponse(null, code, message, { code: "invalid_request" });
}

function frameProblem(frame: unknown): JSONRPCResponse | undefined {
  const calls: readonly unknown[] = Array.isArray(frame) ? frame : [frame];
  if (calls.length > batchLimit)
    return fault(
      JSONRPCErrorCode.InvalidRequest,
      `A frame may hold ${batchLimit} calls; this one holds ${calls.length}.`,
    );
  const isCall = (call: unknown) => typeof call === "object" && call !== null && !Array.isArray(call);
  if (calls.length > 0 && calls.every(isCall)) return undefined;
  return fault(JSONRPCErrorCode.InvalidRequest, "A frame holds a JSON-RPC 2.0 call, or a list of them.");
}

/** A call without an id wants no answer, an error neither. */
async function answerCall(
  request: JSONRPCRequest,
  exchange: Exchange,
  serving: Serving,
): Promise<JSONRPCResponse | null> {
  const answer = await resultOf(request, exchange, serving);
  return request.id === undefined ? null : answer;
}

async function resultOf(request: JSONRPCRequest, exchange: Exchange, serving: Serving): Promise<JSONRPCResponse> {
  const id = request.id ?? null;
  try {
    const result = await callMethod(request.method, request.params as JsonValue | undefined, exchange, serving);
    // What JSON cannot carry shows here, where it is one call's error and not the whole frame's.
    JSON.stringify(result);
    return createJSONRPCSuccessResponse(id, result ?? null);
  } catch (error) {
    const { code, message, data } = toRpcError(error, request.method, exchange, serving);
    return createJSONRPCErrorResponse(id, code, message, data);
  }
}

async function callMethod(
  name: string,
  parameters: JsonValue | undefined,
  exchange: Exchange,
  serving: Serving,
): Promise<unknown> {
  const own = ownMethods.get(name);
  return own ? own(parameters, exchange, serving) : callPluginMethod(name, parameters, exchange, serving);
}
