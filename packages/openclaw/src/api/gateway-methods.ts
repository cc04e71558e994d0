import { randomUUID } from "node:crypto";
import {
  CapabilityError,
  type CallContext,
  type CapabilityErrorCode,
  type GatewayMethod,
  type JsonValue,
} from "@mortise/sdk";
import { plainJson } from "./json.js";
import { mapped, type ApiMember } from "./member.js";
import { membersOf, textOf, type Callable, type Members } from "./reading.js";
import { missingMember } from "./runtime/missing.js";
import type { PluginScope } from "./scope.js";

/** `api.registerGatewayMethod`. */
export const gatewayMethodMembers: readonly ApiMember[] = [
  mapped(
    {
      name: "registerGatewayMethod",
      support: "partial",
      counterpart: "registerGatewayMethod",
      note: "A method answers through `respond` or by what it returns. Without a scope it is for administrators, as there.",
    },
    (scope, name, handler, options) => registerMethod(scope, name, handler, membersOf(options)),
  ),
];

const scopes: Readonly<Record<string, NonNullable<GatewayMethod["scope"]>>> = {
  "operator.read": "read",
  "operator.write": "write",
};

function registerMethod(scope: PluginScope, written: unknown, handler: unknown, options: Members): void {
  const name = scope.id("registerGatewayMethod", written);
  if (name === undefined || typeof handler !== "function") {
    return scope.leaveOut("registerGatewayMethod", "a method needs a name and a handler.");
  }
  scope.enter("registerGatewayMethod", "registerGatewayMethod", {
    name,
    scope: scopes[textOf(options["scope"]) ?? ""] ?? "admin",
    call: (parameters, context) => callMethod(name, handler as Callable, parameters, context),
  });
}

/** Resolves to what was answered first. One that returns nothing may answer later; the deadline bounds the wait. */
function callMethod(name: string, handler: Callable, parameters: JsonValue, context: CallContext): Promise<JsonValue> {
  return new Promise((resolve, reject) => {
    const respond = (ok: unknown, payload?: unknown, error?: unknown) =>
      ok === true ? resolve(plainJson(payload) ?? null) : reject(errorOf(name, error));
    const { signal } = context;
    signal.addEventListener(
      "abort",
      () => reject(new CapabilityError(`${name} did not answer`, { code: "aborted", cause: signal.reason })),
      { once: true },
    );
    const returned = async () => handler(requestOf(name, parameters, context, respond));
    returned().then((value) => value !== undefined && resolve(plainJson(value) ?? null), reject);
  });
}

function requestOf(name: string, params: JsonValue, { requestId }: CallContext, respond: Callable): Members {
  return {
    req: { type: "req", id: requestId ?? randomUUID(), method: name, params },
    params,
    client: null,
    isWebchatConnect: () => false,
    respond,
    context: missingMember("gateway.context"),
  };
}

const codes: Readonly<Record<string, CapabilityErrorCode>> = {
  INVALID_REQUEST: "invalid-request",
  NOT_FOUND: "not-found",
  UNAVAILABLE: "unavailable",
  TIMEOUT: "timeout",
  AGENT_TIMEOUT: "timeout",
  FORBIDDEN: "permission",
  UNAUTHORIZED: "permission",
};

function errorOf(name: string, error: unknown): Error {
  const { message, code } = membersOf(error);
  const text = textOf(message) ?? textOf(error) ?? `${name} failed and did not say why`;
  return new CapabilityError(text, { code: codes[textOf(code) ?? ""] ?? "unavailable" });
}
