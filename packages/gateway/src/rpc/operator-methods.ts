import { MortiseError, type HostChange } from "@mortise/core";
import type { JsonValue } from "@mortise/sdk";
import { plainChange, type PlainChange } from "../changes/plain.js";
import type { Changes } from "../changes/changes.js";
import { ApiError } from "../http/api-error.js";
import { aBoolean, anObject, optional, required, someText } from "../http/fields.js";
import type { Exchange, Serving } from "../serving.js";
import { adminOnly } from "./admin-only.js";

type OperatorMethod = (parameters: JsonValue | undefined, exchange: Exchange, serving: Serving) => Promise<unknown>;

/**
 * Methods that change what runs, by name. They throw 403 where the gateway has no token, and 404 `plugin_not_found`;
 * what did not come of a change is in its `failed` and `config`.
 */
export const operatorMethods: Readonly<Record<string, OperatorMethod>> = {
  "plugins.reload": ofPlugin("plugins.reload", ({ reload }, id) => reload(id)),
  "plugins.enable": ofPlugin("plugins.enable", ({ enable }, id) => enable(id)),
  "plugins.disable": ofPlugin("plugins.disable", ({ disable }, id) => disable(id)),
  "config.reload": (_, __, serving) => change("config.reload", serving, ({ reloadConfig }) => reloadConfig()),
  "plugins.resetBreaker": resetBreaker,
  "plugins.measure": measure,
};

/** Answers with how the plugin's operations fare now. */
async function resetBreaker(parameters: JsonValue | undefined, _: Exchange, serving: Serving): Promise<unknown> {
  const { token, changes, host } = serving;
  if (!token.isSet) throw adminOnly("plugins.resetBreaker");
  const body = anObject(parameters ?? {}, "");
  const id = required(body, "id", someText);
  changes.resetBreaker(id, optional(body, "operation", someText));
  return { breakers: host.controlPlane.checks.redactor.data(host.breakersOf(id)) };
}

/** Answers with what was counted so far, by plugin. */
async function measure(parameters: JsonValue | undefined, _: Exchange, serving: Serving): Promise<unknown> {
  const { token, changes, host } = serving;
  if (!token.isSet) throw adminOnly("plugins.measure");
  changes.measure(required(anObject(parameters ?? {}, ""), "on", aBoolean));
  return { counters: Object.fromEntries(host.counters) };
}

function ofPlugin(name: string, make: (changes: Changes, id: string) => Promise<HostChange>): OperatorMethod {
  return (parameters, _, serving) =>
    change(name, serving, (changes) => make(changes, required(anObject(parameters ?? {}, ""), "id", someText)));
}

async function change(
  name: string,
  { token, changes, host }: Serving,
  make: (changes: Changes) => Promise<HostChange>,
): Promise<PlainChange> {
  if (!token.isSet) throw adminOnly(name);
  try {
    return host.controlPlane.checks.redactor.data(plainChange(await make(changes)));
  } catch (error) {
    throw error instanceof MortiseError ? inWire(error) : error;
  }
}

function inWire(error: MortiseError): Error {
  const { code, message } = error.diagnostic;
  if (code === "PLUGIN_NOT_FOUND") return new ApiError(message, { status: 404, code: "plugin_not_found", param: "id" });
  if (code === "HOST_CLOSED") return new ApiError("The gateway is stopping.", { status: 503, type: "server_error" });
  return error;
}
