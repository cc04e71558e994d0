import { definePlugin } from "@mortise/sdk";
import { config } from "./config.js";
import { connect } from "./connection.js";
import { createTextProvider } from "./text-inference.js";

/** Mistral: text inference over the official client. */
export default definePlugin({
  id: "mistral",
  config,
  register(api) {
    api.registerProvider(createTextProvider(connect(api.config)));
  },
});
