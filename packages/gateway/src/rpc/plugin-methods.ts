import { gatewayMethod, type JsonValue } from "@mortise/sdk";
import { ApiError, badRequest, pluginFailed } from "../http/api-error.js";
import { checkJson } from "../json-schema.js";
import { adminOnly } from "./admin-only.js";
import { isReservedMethod } from "./reserved.js";
import type { Exchange, Serving } from "../serving.js";

/**
 * Calls a plugin's method, its owner loaded when it was not. Throws 404 `method_not_found`, 503 where its plugin failed,
 * 403 where its scope asks for more than the caller has shown, and 400 where the parameters do not fit.
 */
export async function callPluginMethod(
  name: string,
  parameters: JsonValue | undefined,
  { requestId, signal }: Exchange,
  { host, token }: Serving,
): Promise<unknown> {
  const method = isReservedMethod(name) ? undefined : await host.resolve(gatewayMethod, name);
  if (!method) {
    const found = host.registry.get(gatewayMethod, name);
    if (found?.status === "failed") throw pluginFailed(`The method '${name}' cannot be called`, found.plugin);
    throw new ApiError(`There is no method '${name}'.`, { status: 404, code: "method_not_found" });
  }
  const { scope = "read", parameters: schema } = method.value;
  if (scope === "admin" && !token.isSet) throw adminOnly(name);
  const checked = schema ? await checkJson(schema, parameters ?? {}) : { value: parameters ?? {} };
  if ("problem" in checked)
    throw badRequest(`The parameters of '${name}' do not fit: ${checked.problem}.`, "invalid_parameters");
  return host.call(method, "call", checked.value, { requestId, signal });
}
