// Alone in its process: what others leave there would be blamed on the plugin.
import type { ChatRequest } from "@mortise/sdk";
import { testPlugin } from "@mortise/testing/vitest";

const chat = (): ChatRequest => ({ model: "offline-chat", messages: [{ role: "user", content: "Say hello." }] });
// A model and a recogniser have to be read from the disk before the first answer.
const waitMs = 25_000;

testPlugin(new URL("..", import.meta.url), {
  conformance: {
    "text-inference": { requests: { complete: chat, stream: chat } },
    "media-understanding": { waitMs },
    embedding: { waitMs },
  },
});
