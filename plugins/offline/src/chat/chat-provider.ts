import { CapabilityError, type ChatRequest, type TextInferenceProvider } from "@mortise/sdk";
import { refuseAborted } from "../aborted.js";
import { answerChat, chatModel } from "./model.js";
import type { Clock } from "./rule.js";
import { streamResult } from "./stream.js";

/** How the chat provider is set up. */
export interface ChatSettings {
  readonly clock: Clock;
  /** A pause before each streamed word, in milliseconds. */
  readonly streamDelayMs: number;
}

/**
 * The text inference provider `offline` with its one model, `offline-chat`. Throws `not-found` for another model, and
 * what the model throws.
 */
export function createChatProvider({ clock, streamDelayMs }: ChatSettings): TextInferenceProvider {
  return {
    id: "offline",
    label: "Offline chat",
    models: [chatModel],
    async complete(request, { signal }) {
      refuseAborted(signal);
      refuseOtherModels(request);
      return answerChat(request, clock);
    },
    async stream(request, { signal }) {
      refuseAborted(signal);
      refuseOtherModels(request);
      return streamResult(answerChat(request, clock), { signal, delayMs: streamDelayMs });
    },
  };
}

function refuseOtherModels({ model }: ChatRequest): void {
  if (model === chatModel.id) return;
  throw new CapabilityError(`There is no offline chat model ${JSON.stringify(model)}; there is ${chatModel.id}.`, {
    code: "not-found",
  });
}
