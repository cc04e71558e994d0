import type { ListedModel } from "../models/list.js";

/** A command to try: a chat with the first model that can, or a look at what models there are. */
export function tryLines(
  url: string,
  models: readonly ListedModel[],
  defaultModel: string | undefined,
): readonly string[] {
  const model = defaultModel ?? models.find(({ capabilities }) => capabilities.includes("text-inference"))?.id;
  if (model === undefined) return [`curl ${url}/v1/models`];
  const body = JSON.stringify({ model, messages: [{ role: "user", content: "Hello" }] });
  return [`curl ${url}/v1/chat/completions \\`, "  -H 'content-type: application/json' \\", `  -d '${body}'`];
}
