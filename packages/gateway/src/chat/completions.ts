import { randomUUID } from "node:crypto";
import { readJsonBody } from "../http/body.js";
import type { ErrorBody } from "../http/error-reply.js";
import { scopeOfChat } from "../requests/call-scope.js";
import type { RequestServing } from "../serving.js";
import { answerInPieces, answerWhole } from "./answer.js";
import { createComments } from "./comments.js";
import { eventStream } from "./events.js";
import { wireCompletion } from "./reply.js";
import { readChatCall } from "./request.js";
import { tellSent, watchLeaving } from "./sent.js";

/** An id for a completion, in OpenAI's form. */
export function completionId(): string {
  return `chatcmpl-${randomUUID().replaceAll("-", "")}`;
}

/**
 * `POST /v1/chat/completions`: reads the request, finds the model's provider, calls it, and answers in OpenAI's format.
 *
 * @param requestId from {@link completionId}; the completion's id
 * @param sayError says and logs an error that comes up when the answer is already on its way
 */
export async function completions(
  request: Request,
  requestId: string,
  given: RequestServing,
  sayError: (error: unknown) => ErrorBody,
): Promise<Response> {
  const { bodyLimitBytes, defaultModel } = given.settings;
  const call = readChatCall(await readJsonBody(request, bodyLimitBytes), defaultModel);
  const comments = createComments(requestId, given.host.controlPlane.checks.redactor.data);
  const serving = given.about({ ...scopeOfChat(call, given), ...(call.stream && { emit: comments.emit }) });
  const departure = followCaller(request.signal);
  const exchange = { requestId, signal: departure.signal };
  const head = { id: requestId, created: Math.floor(Date.now() / 1000) };
  if (!call.stream) {
    const { model, said } = await answerWhole(call, exchange, serving);
    await tellSent(said.refusal ?? said.content, { ...exchange, model }, serving);
    return Response.json(wireCompletion({ ...head, model }, said));
  }
  const { model, said } = await answerInPieces(call, exchange, serving);
  const { next, leave } = watchLeaving(said, { ...exchange, model }, serving);
  const onCancel = (reason: unknown) => {
    departure.abort(reason);
    leave();
  };
  const { includeUsage } = call;
  const events = eventStream(await next(), next, {
    head: { ...head, model },
    includeUsage,
    sayError,
    onCancel,
    comments,
  });
  return new Response(events, { headers: streamHeaders });
}

/** Proxies must neither keep the events nor collect them. */
const streamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache",
  "x-accel-buffering": "no",
};

/** Aborted with the request, and when the stream of the answer is cancelled. */
function followCaller(signal: AbortSignal): AbortController {
  const departure = new AbortController();
  const leave = () => departure.abort(signal.reason);
  if (signal.aborted) leave();
  else signal.addEventListener("abort", leave, { once: true });
  return departure;
}
