import { definePlugin } from "@mortise/sdk";
import { createChatProvider } from "./chat/chat-provider.js";
import { systemClock } from "./chat/time-rule.js";
import { config } from "./config.js";
import { createEmbeddingProvider, type EmbeddingThread } from "./embedding/embedding-provider.js";
import { createMediaProvider, type OcrThread } from "./ocr/media-provider.js";
import { EngineThread } from "./thread.js";

export default definePlugin({
  id: "offline",
  config,
  register(api) {
    const { timeZone, streamDelayMs = 0 } = api.config;
    const ocr: OcrThread = new EngineThread(new URL("../worker/ocr.mjs", import.meta.url));
    const embed: EmbeddingThread = new EngineThread(new URL("../worker/embed.mjs", import.meta.url));
    api.onDispose(() => ocr.close());
    api.onDispose(() => embed.close());

    api.registerProvider(createChatProvider({ clock: systemClock(timeZone), streamDelayMs }));
    api.registerMediaUnderstandingProvider(createMediaProvider(ocr));
    api.registerEmbeddingProvider(createEmbeddingProvider(embed));
  },
});
