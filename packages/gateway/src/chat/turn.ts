import type { ChatRequest, ChatResult, TextInferenceProvider } from "@mortise/sdk";
import type { ResolvedProvider } from "@mortise/core";
import type { Exchange, Serving } from "../serving.js";
import { toReply, type Reply } from "./reply.js";
import { passGate } from "./sending.js";

/** A turn of a conversation, ready for its provider. */
export interface Turn extends Exchange {
  readonly provider: ResolvedProvider<TextInferenceProvider>;
  readonly request: ChatRequest;
  /** `provider/model`. */
  readonly model: string;
}

/** Calls the provider for the whole answer, and takes it through the gate. */
export async function completeTurn(turn: Turn, serving: Serving): Promise<Reply> {
  const { provider, request, signal, requestId } = turn;
  const hear = await beginCall(turn, serving);
  try {
    const result = await serving.host.call(provider, "complete", request, { signal, requestId });
    const reply = toReply(result, provider.id);
    await hear({ result });
    return await passGate(reply, turn, serving);
  } catch (error) {
    await hear({ error });
    throw error;
  }
}

/** What came of a provider's call. */
export type CallOutcome = { readonly result: ChatResult } | { readonly error: unknown };

/** Tells the observers that the provider is called now; gives the function that tells them how it ended, once. */
export async function beginCall(turn: Turn, serving: Serving): Promise<(outcome: CallOutcome) => Promise<void>> {
  const { requestId, provider, request } = turn;
  const { emissions, host } = serving;
  await emissions.observe("llm_input", { requestId, provider: provider.id, request }, requestId);
  const start = performance.now();
  let isTold = false;
  return async (outcome) => {
    if (isTold) return;
    isTold = true;
    const durationMs = performance.now() - start;
    const { redactor } = host.controlPlane.checks;
    const said = "result" in outcome ? outcome : { error: redactor.text(messageOf(outcome.error)) };
    await emissions.observe(
      "llm_output",
      { requestId, provider: provider.id, model: request.model, ...said, durationMs },
      requestId,
    );
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
