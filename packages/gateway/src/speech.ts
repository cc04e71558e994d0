import { CapabilityError, speech, type SpeechRequest } from "@mortise/sdk";
import { ApiError } from "./http/api-error.js";
import { readJsonBody } from "./http/body.js";
import {
  aNumber,
  aText,
  oneOf,
  optional,
  present,
  refuse,
  required,
  someText,
  type JsonObject,
} from "./http/fields.js";
import { findTarget } from "./models/target.js";
import type { Exchange, Serving } from "./serving.js";

/** `POST /v1/audio/speech`: says a text. The model is `provider/model`, or the provider alone. */
export async function speak(request: Request, { requestId, signal }: Exchange, serving: Serving): Promise<Response> {
  const { host, settings } = serving;
  const body = await readJsonBody(request, settings.bodyLimitBytes);
  const name = required(body, "model", someText);
  const wanted = readSpeech(body);
  const { provider, model } = await findTarget(speech, name, host);
  const asked: SpeechRequest = { ...wanted, ...(model !== undefined && { model }) };
  const { audio, mediaType } = await host.call(provider, "synthesize", asked, { requestId, signal }).catch(explain);
  return new Response(new Uint8Array(audio), { headers: { "content-type": mediaType } });
}

function readSpeech(body: JsonObject): SpeechRequest {
  if (optional(body, "stream_format", oneOf("audio", "sse")) === "sse")
    refuse("stream_format", "the audio is sent whole");
  return {
    text: required(body, "input", someText),
    ...present({
      voice: optional(body, "voice", aText),
      format: optional(body, "response_format", oneOf("mp3", "opus", "aac", "flac", "wav", "pcm")),
      speed: optional(body, "speed", aNumber(0.25, 4)),
    }),
  };
}

/** What is not found may be the model or the voice, so the code names neither. */
function explain(error: unknown): never {
  if (!(error instanceof CapabilityError) || error.code !== "not-found") throw error;
  throw new ApiError(error.message, { status: 404, code: "not_found" });
}
