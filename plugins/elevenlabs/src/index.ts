import { definePlugin } from "@mortise/sdk";
import { config } from "./config.js";
import { createSpeechProvider } from "./speech.js";

/** ElevenLabs: speech over the official client. */
export default definePlugin({
  id: "elevenlabs",
  config,
  register(api) {
    api.registerSpeechProvider(createSpeechProvider(api.config));
  },
});
