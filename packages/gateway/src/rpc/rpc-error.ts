import { JSONRPCErrorCode, type JSONRPCError } from "json-rpc-2.0";
import { CapabilityError } from "@mortise/sdk";
import { toErrorReply, type ErrorReply } from "../http/error-reply.js";
import type { Exchange, Serving } from "../serving.js";

/** What JSON-RPC leaves to servers. */
const serverError = -32_000;

/**
 * Words an error for the caller, and logs what the operator should know. `data` carries what the same error has over
 * HTTP: its stable `code`, its `type` and `status`, and the parameter that is wrong or the wait, where there is one.
 */
export function toRpcError(
  error: unknown,
  method: string,
  { requestId }: Exchange,
  { host, log }: Serving,
): JSONRPCError {
  const redact = host.controlPlane.checks.redactor.text;
  const reply = toErrorReply(error, redact);
  const { message, type, code, param } = reply.body.error;
  // Over HTTP it is models that callers name; what a method does not find may be anything.
  const isModel = !(error instanceof CapabilityError && error.code === "not-found");
  if (reply.logAs !== undefined) {
    const whole = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const said = redact(`The method ${method} failed: ${reply.logAs === "warn" ? message : whole}`);
    log({ level: reply.logAs, message: said, fields: { requestId } });
  }
  const retryAfterMs = reply.headers["retry-after-ms"];
  return {
    code: numberOf(reply),
    message,
    data: {
      code: isModel ? code : "not_found",
      type,
      status: reply.status,
      ...(param !== null && { param }),
      ...(retryAfterMs !== undefined && { retryAfterMs: Number(retryAfterMs) }),
      requestId,
    },
  };
}

function numberOf({ status, body: { error } }: ErrorReply): number {
  if (error.code === "method_not_found") return JSONRPCErrorCode.MethodNotFound;
  if (status === 400) return JSONRPCErrorCode.InvalidParams;
  return status === 500 ? JSONRPCErrorCode.InternalError : serverError;
}
