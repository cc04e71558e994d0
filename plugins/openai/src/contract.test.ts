// Alone in its process: what others leave there would be blamed on the plugin.
import { startVendorServer, type VendorRequest } from "@mortise/testing";
import { testPlugin } from "@mortise/testing/vitest";
import { afterAll } from "vitest";

const choice = (rest: object) => ({ choices: [{ index: 0, finish_reason: null, ...rest }] });
const answer = {
  ...choice({ message: { role: "assistant", content: "Hello." }, finish_reason: "stop" }),
  usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 },
};
const pieces = [choice({ delta: { content: "Hel" } }), choice({ delta: { content: "lo." } })];
const last = choice({ delta: {}, finish_reason: "stop" });

const server = await startVendorServer({
  "POST /v1/chat/completions": ({ json }: VendorRequest) =>
    (json as { readonly stream?: boolean }).stream ? { events: [...pieces, last, "[DONE]"] } : { json: answer },
  "POST /v1/audio/speech": { bytes: Uint8Array.of(73, 68, 51) },
  "POST /v1/audio/transcriptions": { json: { text: "" } },
  "POST /v1/embeddings": {
    json: {
      model: "text-embedding-3-small",
      usage: { prompt_tokens: 5, total_tokens: 5 },
      data: [
        { index: 0, embedding: [0, 1] },
        { index: 1, embedding: [1, 0] },
      ],
    },
  },
  "GET /v1/models": { json: { data: [{ id: "gpt-4o" }] } },
});
afterAll(() => server.close());

testPlugin(new URL("..", import.meta.url), {
  config: { apiKey: "test-key", baseUrl: `${server.url}/v1` },
  conformance: { "text-inference": {}, speech: {}, "media-understanding": {}, embedding: {} },
});
