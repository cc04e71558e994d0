import { randomUUID } from "node:crypto";
import { readJsonBody } from "../http/body.js";
import type { ErrorBody } from "../http/error-reply.js";
import type { Serving } from "../serving.js";
import { eventStream } from "./events.js";
import { piecesOf, streamTurn, type NextPiece } from "./pieces.js";
import { prepareTurn } from "./prepare.js";
import { wireCompletion, type CompletionHead } from "./reply.js";
import { readChatCall } from "./request.js";
import { mustHold } from "./sending.js";
import { completeTurn, type Turn } from "./turn.js";

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
  serving: Serving,
  sayError: (error: unknown) => ErrorBody,
): Promise<Response> {
  const call = readChatCall(
    await readJsonBody(request, serving.settings.bodyLimitBytes),
    serving.settings.defaultModel,
  );
  const departure = followCaller(request.signal);
  const turn = await prepareTurn(call, { requestId, signal: departure.signal }, serving);
  const head: CompletionHead = { id: requestId, created: Math.floor(Date.now() / 1000), model: turn.model };
  if (!call.stream) return Response.json(wireCompletion(head, await completeTurn(turn, serving)));
  const next = await openPieces(turn, serving);
  const { includeUsage } = call;
  const onCancel = (reason: unknown) => departure.abort(reason);
  const events = eventStream(await next(), next, { head, includeUsage, sayError, onCancel });
  return new Response(events, { headers: streamHeaders });
}

/** Proxies must neither keep the events nor collect them. */
const streamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache",
  "x-accel-buffering": "no",
};

/** A stream from the provider where it can, and the reply need not be whole before it leaves. */
async function openPieces(turn: Turn, serving: Serving): Promise<NextPiece> {
  const canStream = typeof turn.provider.value.stream === "function";
  if (canStream && !(await mustHold(serving))) return streamTurn(turn, serving);
  return piecesOf(await completeTurn(turn, serving));
}

/** Aborted with the request, and when the stream of the answer is cancelled. */
function followCaller(signal: AbortSignal): AbortController {
  const departure = new AbortController();
  const leave = () => departure.abort(signal.reason);
  if (signal.aborted) leave();
  else signal.addEventListener("abort", leave, { once: true });
  return departure;
}
