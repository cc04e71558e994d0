import type { Exchange, Serving } from "../serving.js";
import { collectAnswer } from "./collect.js";
import { piecesOf, type Pieces } from "./pieces.js";
import { prepareTurn } from "./prepare.js";
import { toReply, type Reply } from "./reply.js";
import type { ChatCall } from "./request.js";
import { runTurn } from "./run-turn.js";
import { throughPlugins } from "./reply-stream.js";
import { mustHold, passGates } from "./sending.js";
import type { Prepared } from "./turn.js";

/** What a chat request comes to. */
export interface Answer<Said> {
  /** `provider/model`, or the model as the caller named it where none was chosen. */
  readonly model: string;
  readonly said: Said;
}

/** Answers a chat request whole. */
export async function answerWhole(call: ChatCall, exchange: Exchange, serving: Serving): Promise<Answer<Reply>> {
  const prepared = await prepareTurn(call, exchange, serving);
  const model = modelOf(prepared);
  return { model, said: await wholeReply(prepared, exchange, serving) };
}

/** Answers a chat request in pieces: as they come, where nobody must see the reply whole before it leaves. */
export async function answerInPieces(call: ChatCall, exchange: Exchange, serving: Serving): Promise<Answer<Pieces>> {
  const prepared = await prepareTurn(call, exchange, serving);
  const model = modelOf(prepared);
  const isHeld = !("turn" in prepared) || (await mustHold(serving));
  const pieces = isHeld
    ? piecesOf(await wholeReply(prepared, exchange, serving))
    : runTurn(prepared.turn, true, serving);
  return { model, said: await throughPlugins(pieces, { ...exchange, model }, serving) };
}

function modelOf(prepared: Prepared): string {
  return "turn" in prepared ? prepared.turn.model : prepared.model;
}

async function wholeReply(prepared: Prepared, exchange: Exchange, serving: Serving): Promise<Reply> {
  const reply = "turn" in prepared ? await collectReply(runTurn(prepared.turn, false, serving)) : prepared.reply;
  // What was refused already says so itself.
  if (reply.refusal !== undefined) return reply;
  return passGates(reply, { ...exchange, model: modelOf(prepared) }, serving);
}

async function collectReply(pieces: Pieces): Promise<Reply> {
  const answer = collectAnswer();
  for await (const piece of pieces) {
    const result = piece.type === "refusal" ? undefined : answer.add(piece);
    if (result) return toReply(result);
  }
  throw new Error("A turn ended without an end.");
}
