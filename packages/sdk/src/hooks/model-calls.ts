import { defineHook } from "../hook.js";
import type { ChatRequest, ChatResult } from "../capabilities/text-inference.js";
import type { Usage } from "../context.js";

/** A model is being asked. */
export interface ModelCallStartedEvent {
  readonly requestId: string;
  readonly provider: string;
  /** The model's id within the provider. */
  readonly model: string;
  /** Which call of this turn it is, from 1. */
  readonly call: number;
}

/** A model has answered, or failed. */
export interface ModelCallEndedEvent extends ModelCallStartedEvent {
  readonly outcome: "answered" | "failed";
  readonly usage?: Usage;
  /** In milliseconds. */
  readonly durationMs: number;
}

/** A request as the provider gets it. */
export interface LlmInputEvent {
  readonly requestId: string;
  readonly provider: string;
  readonly request: ChatRequest;
}

/** An answer as the provider gave it. */
export interface LlmOutputEvent {
  readonly requestId: string;
  readonly provider: string;
  readonly model: string;
  /** Absent when the call failed. */
  readonly result?: ChatResult;
  /** The error's message when the call failed. */
  readonly error?: string;
  /** From the request to the last piece of the answer. */
  readonly durationMs: number;
}

/** The hooks of each call of a model; a turn with tools has several. */
export const modelCallHooks = {
  model_call_started: defineHook<ModelCallStartedEvent>()({
    name: "model_call_started",
    kind: "observe",
    summary: "A model is asked: which, and the how-manieth time in this turn. Nothing of what is said.",
    calledAt: "right before the provider is called, each time",
  }),
  llm_input: defineHook<LlmInputEvent>()({
    name: "llm_input",
    kind: "observe",
    stability: "stable",
    summary: "See the request as the provider gets it.",
    calledAt: "right before the provider is called, each time",
  }),
  llm_output: defineHook<LlmOutputEvent>()({
    name: "llm_output",
    kind: "observe",
    stability: "stable",
    summary: "See the answer, or the error, as the provider gave it.",
    calledAt: "when an answer is complete, the last piece of a stream included",
  }),
  model_call_ended: defineHook<ModelCallEndedEvent>()({
    name: "model_call_ended",
    kind: "observe",
    summary: "A model has answered or failed, how long it took and what it used. Nothing of what was said.",
    calledAt: "when an answer is complete, the last piece of a stream included",
  }),
} as const;
