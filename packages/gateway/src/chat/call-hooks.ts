import type { Serving } from "../serving.js";
import type { CallOutcome, ModelCall } from "./turn.js";

/** Tells the observers that the provider is called now; gives the function that tells them how it ended, once. */
export async function beginCall(
  { turn, request, call }: Omit<ModelCall, "isStreamed">,
  { emissions, host }: Serving,
): Promise<(outcome: CallOutcome) => Promise<void>> {
  const { requestId } = turn;
  const provider = turn.provider.id;
  const which = { requestId, provider, model: request.model };
  await emissions.observe("model_call_started", { ...which, call }, requestId);
  await emissions.observe("llm_input", { requestId, provider, request }, requestId);
  const start = performance.now();
  let isTold = false;
  return async (outcome) => {
    if (isTold) return;
    isTold = true;
    const durationMs = performance.now() - start;
    const { redactor } = host.controlPlane.checks;
    const said = "result" in outcome ? outcome : { error: redactor.text(messageOf(outcome.error)) };
    await emissions.observe("llm_output", { ...which, ...said, durationMs }, requestId);
    const usage = "result" in outcome ? outcome.result.usage : undefined;
    const ended = { outcome: "result" in outcome ? "answered" : "failed", ...(usage && { usage }) } as const;
    await emissions.observe("model_call_ended", { ...which, call, ...ended, durationMs }, requestId);
  };
}

/** An error's message, or its name where it has none. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
