import { speech } from "@mortise/sdk";
import { createTestHost, expectContract, startVendorServer } from "@mortise/testing";
import { describeConformance } from "@mortise/testing/vitest";
import { afterAll, expect, it } from "vitest";

const plugin = new URL("..", import.meta.url);
const voices = [{ voice_id: "george", name: "George", labels: { language: "en" } }];
const server = await startVendorServer({
  "POST /v1/text-to-speech/george": { bytes: Uint8Array.of(73, 68, 51, 4) },
  "GET /v2/voices": { json: { voices, has_more: false, total_count: 1, next_page_token: null } },
});
afterAll(() => server.close());

const config = { apiKey: "test-key", baseUrl: server.url, voice: "george" };

describeConformance(speech, {
  host: () => createTestHost({ plugins: [plugin], config: { elevenlabs: config } }),
  id: "elevenlabs",
});

it("registers what it declares and leaves nothing behind", async () => {
  await expect(expectContract(plugin, { config })).resolves.toBeUndefined();
});
