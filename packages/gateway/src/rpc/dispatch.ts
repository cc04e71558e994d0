import { randomUUID } from "node:crypto";
import {
  createJSONRPCErrorResponse,
  createJSONRPCSuccessResponse,
  JSONRPCServer,
  type JSONRPCRequest,
  type JSONRPCResponse,
} from "json-rpc-2.0";
import type { JsonValue } from "@mortise/sdk";
import { openRequest, type GatewayServing } from "../requests/open.js";
import type { Exchange, Serving } from "../serving.js";
import { scopeOfCall, type Caller } from "./caller.js";
import { ownMethods } from "./own-methods.js";
import { callPluginMethod } from "./plugin-methods.js";
import { toRpcError } from "./rpc-error.js";

/** Answers calls: one, or a list of them; nothing where none of them asks for an answer. Never rejects. */
export type Dispatch = (calls: unknown, caller: Caller) => Promise<JSONRPCResponse | JSONRPCResponse[] | null>;

interface Call extends Exchange {
  readonly caller: Caller;
}

/** Finds the method that a call names, the gateway's own first, and words what it answers as JSON-RPC 2.0. */
export function createDispatcher(serving: GatewayServing): Dispatch {
  const server = new JSONRPCServer<Call>({ errorListener: () => {} });
  const run = (request: JSONRPCRequest, call: Call) => answerCall(request, call, serving);
  for (const name of ownMethods.keys()) server.addMethodAdvanced(name, run);
  // Plugins come and go, so their methods are looked up as they are called.
  server.handleMethodNotFound = run as unknown as typeof server.handleMethodNotFound;
  return async (calls, caller) => {
    const exchange = { requestId: `rpc_${randomUUID().replaceAll("-", "")}`, signal: caller.signal };
    const answered = serving.telemetry.begin({ ...exchange, name: "rpc", attributes: { "rpc.system": "jsonrpc" } });
    const answer = await server.receive(calls as JSONRPCRequest | JSONRPCRequest[], { ...exchange, caller });
    answered?.({});
    return answer;
  };
}

/** A call without an id wants no answer, an error neither. */
async function answerCall(
  request: JSONRPCRequest,
  { caller, ...exchange }: Call,
  serving: GatewayServing,
): Promise<JSONRPCResponse | null> {
  const { requestId } = exchange;
  const { data: redact } = serving.host.controlPlane.checks.redactor;
  const { close, ...scope } = scopeOfCall(caller, { requestId, id: request.id }, redact);
  const open = openRequest(serving, scope);
  try {
    const answer = await resultOf(request, exchange, open.serving);
    return request.id === undefined ? null : answer;
  } finally {
    close();
    open.release();
  }
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
