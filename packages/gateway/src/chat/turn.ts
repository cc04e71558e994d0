import type { ChatMessage, ChatRequest, ChatResult, TextInferenceProvider, Usage } from "@mortise/sdk";
import type { ResolvedProvider } from "@mortise/core";
import type { FilterLayers } from "../filters/layers.js";
import type { Exchange } from "../serving.js";
import type { Toolbox } from "../tools/toolbox.js";
import type { Reply } from "./reply.js";

/** A turn of a conversation, ready for its provider. */
export interface Turn extends Exchange {
  readonly provider: ResolvedProvider<TextInferenceProvider>;
  readonly request: ChatRequest;
  /** `provider/model`. */
  readonly model: string;
  /** The tools of plugins that the model may call. */
  readonly tools: Toolbox;
  readonly filters: FilterLayers;
}

/** One call of a model within a turn. */
export interface ModelCall {
  readonly turn: Turn;
  readonly request: ChatRequest;
  /** Which of the turn it is, from 1. */
  readonly call: number;
  /** Whether the answer is wanted as it comes; a provider that cannot stream gives it whole. */
  readonly isStreamed: boolean;
}

/** What came of a provider's call. */
export type CallOutcome = { readonly result: ChatResult } | { readonly error: unknown };

/** How far a turn has come. */
export interface Progress {
  /** The conversation so far, tool calls and their answers included. */
  messages: readonly ChatMessage[];
  modelCalls: number;
  /** Whether the caller has text already. */
  hasText: boolean;
  /** How often tools were run. */
  toolRounds: number;
  /** How often the model was sent back. */
  revisions: number;
  usage?: Usage;
}

/** What was made of a request: a turn for a model, or an answer that needs none. */
export type Prepared =
  | { readonly turn: Turn }
  | {
      readonly reply: Reply;
      /** `provider/model`, or the model as the caller named it where none was chosen. */
      readonly model: string;
    };

/** The text of the last message where the user wrote it, in text alone. */
export function lastUserText(messages: readonly ChatMessage[]): string | undefined {
  const last = messages.at(-1);
  if (last?.role !== "user") return undefined;
  if (typeof last.content === "string") return last.content;
  const texts = last.content.map((part) => (part.type === "text" ? part.text : undefined));
  return texts.includes(undefined) ? undefined : texts.join("");
}
