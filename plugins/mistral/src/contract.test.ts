// Alone in its process: what others leave there would be blamed on the plugin.
import { startVendorServer, type VendorRequest } from "@mortise/testing";
import { testPlugin } from "@mortise/testing/vitest";
import { afterAll } from "vitest";

const choice = (rest: object) => ({
  id: "1",
  object: "chat.completion",
  created: 1,
  model: "mistral-small-latest",
  choices: [{ index: 0, finish_reason: null, ...rest }],
});
const answer = {
  ...choice({ message: { role: "assistant", content: "Hello." }, finish_reason: "stop" }),
  usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 },
};
const pieces = [choice({ delta: { content: "Hel" } }), choice({ delta: { content: "lo." } })];
const last = choice({ delta: {}, finish_reason: "stop" });

const server = await startVendorServer({
  "POST /v1/chat/completions": ({ json }: VendorRequest) =>
    (json as { readonly stream?: boolean }).stream ? { events: [...pieces, last, "[DONE]"] } : { json: answer },
  "GET /v1/models": {
    json: { data: [{ id: "mistral-small-latest", type: "base", capabilities: { completion_chat: true } }] },
  },
});
afterAll(() => server.close());

testPlugin(new URL("..", import.meta.url), {
  config: { apiKey: "test-key", baseUrl: server.url },
  conformance: { "text-inference": {} },
});
