import { embedding, mediaUnderstanding, textInference, type ChatRequest } from "@mortise/sdk";
import { createTestHost, expectContract } from "@mortise/testing";
import { describeConformance } from "@mortise/testing/vitest";
import { expect, it } from "vitest";

const plugin = new URL("..", import.meta.url);
const host = () => createTestHost({ plugins: [plugin] });
// A model and a recogniser have to be read from the disk before the first answer.
const waitMs = 25_000;

const chat = (): ChatRequest => ({ model: "offline-chat", messages: [{ role: "user", content: "Say hello." }] });

describeConformance(textInference, { host, id: "offline", requests: { complete: chat, stream: chat } });
describeConformance(mediaUnderstanding, { host, id: "offline", waitMs });
describeConformance(embedding, { host, id: "offline", waitMs });

it("registers what it declares and leaves nothing behind", async () => {
  await expect(expectContract(plugin)).resolves.toBeUndefined();
});
