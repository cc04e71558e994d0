import { defineHook } from "../hook.js";
import type { ChatChunk, ChatMessage } from "../capabilities/text-inference.js";
import type { ClaimedReply } from "./messages.js";

/** A model is about to be chosen. */
export interface ModelResolveEvent {
  readonly requestId: string;
  /** `provider/model`, as the caller named it. */
  readonly model: string;
}

/** A model is about to be asked. */
export interface PromptBuildEvent {
  readonly requestId: string;
  /** `provider/model`; in `before_agent_start`, as the caller named it. */
  readonly model: string;
  readonly messages: readonly ChatMessage[];
}

/** What `before_agent_start` may give. */
export interface AgentStartResult {
  /** Another model; what `before_model_resolve` chooses goes before it. */
  readonly model?: string;
  /** Texts for the prompt; those of `before_prompt_build` go before them. */
  readonly system?: readonly string[];
}

/** What `agent_turn_prepare` may give: texts that go along with the last message of the user, for this turn alone. */
export interface TurnPrepareResult {
  readonly prepend?: readonly string[];
  readonly append?: readonly string[];
}

/** What `before_prompt_build` may give. */
export interface PromptBuildResult {
  /** Texts for the prompt; those of all handlers are joined, in order. */
  readonly system?: readonly string[];
  /** The only tools of plugins that the model is offered; of several lists, what is in all of them. */
  readonly toolsAllow?: readonly string[];
}

/** A model has answered, and nothing more is to be done. */
export interface AgentFinalizeEvent extends PromptBuildEvent {
  /** The answer; `messages` is all that came before it. */
  readonly content: string;
}

/** What `before_agent_finalize` may give: what the model is told to do better. */
export interface AgentFinalizeResult {
  readonly revise?: readonly string[];
}

/** A reply is about to be streamed. */
export interface ReplyStreamEvent {
  readonly requestId: string;
  /** `provider/model`. */
  readonly model: string;
}

/** One piece of a reply that is streamed: a model's, or the reason why it was held back. */
export type ReplyChunk = ChatChunk | { readonly type: "refusal"; readonly text: string };

/** A turn is over. */
export interface AgentEndEvent extends PromptBuildEvent {
  readonly success: boolean;
  /** Why it failed. */
  readonly error?: string;
  /** How often a model was asked. */
  readonly modelCalls: number;
  /** In milliseconds. */
  readonly durationMs: number;
}

/** The hooks before a model is asked. */
export const preparationHooks = {
  before_agent_start: defineHook<PromptBuildEvent, AgentStartResult>()({
    name: "before_agent_start",
    kind: "modify",
    merge: { model: "first", system: "concat" },
    summary:
      "Legacy, kept working: use `before_model_resolve` for the model and `before_prompt_build` for system text; what those say goes before what this says.",
    calledAt: "before `before_model_resolve`",
  }),
  before_model_resolve: defineHook<ModelResolveEvent, { readonly model: string }>()({
    name: "before_model_resolve",
    kind: "modify",
    stability: "stable",
    merge: "first",
    summary: "Choose another model than the caller named; the first answer counts.",
    calledAt: "before the provider of a chat completion is looked up",
  }),
  before_agent_reply: defineHook<PromptBuildEvent, ClaimedReply>()({
    name: "before_agent_reply",
    kind: "claim",
    summary: "Answer with `text` in place of the model.",
    calledAt: "when the model was chosen, before the prompt is built",
  }),
  agent_turn_prepare: defineHook<PromptBuildEvent, TurnPrepareResult>()({
    name: "agent_turn_prepare",
    kind: "modify",
    merge: { prepend: "concat", append: "concat" },
    summary: "Put texts before or behind the user's last message, for this turn alone.",
    calledAt: "before `before_prompt_build`",
  }),
  before_prompt_build: defineHook<PromptBuildEvent, PromptBuildResult>()({
    name: "before_prompt_build",
    kind: "modify",
    stability: "stable",
    merge: { system: "concat", toolsAllow: "intersect" },
    summary: "Add system text to the prompt, and limit the tools of plugins that the model is offered.",
    calledAt: "before the request to the provider is made up",
  }),
  before_agent_run: defineHook<PromptBuildEvent>()({
    name: "before_agent_run",
    kind: "gate",
    summary: "Refuse a turn, or change the conversation that the model is shown; fails closed.",
    calledAt: "once in a turn, when its prompt is built, before the model is asked",
  }),
} as const;

/** The hooks after a model has answered. */
export const conclusionHooks = {
  before_agent_finalize: defineHook<AgentFinalizeEvent, AgentFinalizeResult>()({
    name: "before_agent_finalize",
    kind: "modify",
    merge: { revise: "concat" },
    summary: "Send the model back with what it should do better; it is asked again, at most three times in a turn.",
    calledAt:
      "when the model has answered without calling a tool; where a handler is registered, a streamed reply is held until it is complete",
  }),
  agent_end: defineHook<AgentEndEvent>()({
    name: "agent_end",
    kind: "observe",
    deadlineMs: 30_000,
    summary: "See how a turn went: the whole conversation, its tool calls and their answers included.",
    calledAt: "when the model's last answer is there, or the turn failed, before the reply leaves",
  }),
  reply_stream: defineHook<ReplyStreamEvent, ReplyChunk>()({
    name: "reply_stream",
    kind: "stream",
    summary:
      "Change a streamed reply while it leaves, piece by piece, by a `TransformStream`; a reply that is not streamed never gets here.",
    calledAt: "when a streamed reply begins to leave, whoever gave it, after every gate that held it",
  }),
} as const;
