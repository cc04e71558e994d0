// Alone in its process: what others leave there would be blamed on the plugin.
import { startVendorServer } from "@mortise/testing";
import { testPlugin } from "@mortise/testing/vitest";
import { afterAll } from "vitest";

const voices = [{ voice_id: "george", name: "George", labels: { language: "en" } }];
const server = await startVendorServer({
  "POST /v1/text-to-speech/george": { bytes: Uint8Array.of(73, 68, 51, 4) },
  "GET /v2/voices": { json: { voices, has_more: false, total_count: 1, next_page_token: null } },
});
afterAll(() => server.close());

testPlugin(new URL("..", import.meta.url), {
  config: { apiKey: "test-key", baseUrl: server.url, voice: "george" },
  conformance: { speech: {} },
});
