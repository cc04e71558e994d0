import { definePlugin } from "@mortise/sdk";
import { config } from "./config.js";
import { connect } from "./connection.js";
import { createEmbeddingProvider } from "./embedding.js";
import { createMediaProvider } from "./media-understanding.js";
import { createSpeechProvider } from "./speech.js";
import { createTextProvider } from "./text-inference.js";

/** OpenAI: text inference, speech, media understanding and embeddings over the official client. */
export default definePlugin({
  id: "openai",
  config,
  register(api) {
    const connection = connect(api.config);
    api.registerProvider(createTextProvider(connection));
    api.registerSpeechProvider(createSpeechProvider(connection));
    api.registerMediaUnderstandingProvider(createMediaProvider(connection));
    api.registerEmbeddingProvider(createEmbeddingProvider(connection));
  },
});
