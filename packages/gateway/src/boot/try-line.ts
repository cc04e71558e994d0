import type { GatewaySettings } from "../config/settings.js";
import type { ListedModel } from "../models/list.js";

/**
 * A command to try: a chat with the first model that can, or a look at what models there are. The token stands in it as a
 * variable of the shell.
 */
export function tryLines(
  url: string,
  models: readonly ListedModel[],
  { defaultModel, http }: Pick<GatewaySettings, "defaultModel" | "http">,
): readonly string[] {
  const model = defaultModel ?? models.find(({ capabilities }) => capabilities.includes("text-inference"))?.id;
  const token = http.token === undefined ? "" : ' -H "authorization: Bearer $TOKEN"';
  if (model === undefined) return [`curl ${url}/v1/models${token}`];
  const body = JSON.stringify({ model, messages: [{ role: "user", content: "Hello" }] });
  return [`curl ${url}/v1/chat/completions${token} \\`, "  -H 'content-type: application/json' \\", `  -d '${body}'`];
}
