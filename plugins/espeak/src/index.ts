import { definePlugin } from "@mortise/sdk";
import { config } from "./config.js";
import { createEngine } from "./engine.js";
import { createSpeechProvider } from "./speech-provider.js";

export default definePlugin({
  id: "espeak",
  config,
  register(api) {
    api.registerSpeechProvider(createSpeechProvider(api.config, createEngine(api.signal)));
  },
});
