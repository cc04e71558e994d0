import { CapabilityError, type MediaRequest, type MediaUnderstandingProvider, type Usage } from "@mortise/sdk";
import type { Transcription } from "openai/resources/audio/transcriptions";
import { dataUrl, imagePart } from "./chat-request.js";
import { chatResult, usage } from "./chat-result.js";
import type { Connection } from "./connection.js";
import { given } from "./given.js";

/** The vendor tells formats by the file's name. */
const audioExtensions: Readonly<Record<string, string>> = {
  "audio/flac": "flac",
  "audio/x-flac": "flac",
  "audio/m4a": "m4a",
  "audio/x-m4a": "m4a",
  "audio/mp3": "mp3",
  "audio/mp4": "mp4",
  "audio/mpeg": "mp3",
  "audio/ogg": "ogg",
  "audio/wav": "wav",
  "audio/wave": "wav",
  "audio/x-wav": "wav",
  "audio/webm": "webm",
};

/** Describes images with a chat model and writes down what is said in audio. */
export function createMediaProvider(connection: Connection): MediaUnderstandingProvider {
  return {
    id: "openai",
    label: "OpenAI",
    accepts: ["image", "audio"],
    describeImage: (request, { signal }) =>
      connection.call(signal, async (client, options) => {
        const image = imagePart(dataUrl(request.data, request.mediaType));
        const messages = [
          { role: "user" as const, content: [{ type: "text" as const, text: question(request) }, image] },
        ];
        const params = { model: request.model ?? "gpt-4o-mini", messages };
        const completion = await client.chat.completions.create(params, options);
        return { text: chatResult(completion).message.content, ...usage(completion.usage) };
      }),
    transcribeAudio: (request, { signal }) =>
      connection.call(signal, async (client, options) => {
        const params = {
          file: audioFile(request),
          model: request.model ?? "gpt-4o-mini-transcribe",
          response_format: "json" as const,
          // The vendor takes the language alone (`de`), without script or region (`de-AT`).
          ...given({ prompt: request.prompt, language: request.language?.split("-")[0] }),
        };
        const transcription = await client.audio.transcriptions.create(params, options);
        return { text: transcription.text, ...transcriptionUsage(transcription) };
      }),
  };
}

function question({ prompt = "Describe this image.", language }: MediaRequest): string {
  return language ? `${prompt}\n\nText in the image is in this language: ${language}.` : prompt;
}

function audioFile({ data, mediaType }: MediaRequest): File {
  const type = mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  const extension = audioExtensions[type];
  if (!extension) {
    throw new CapabilityError(
      `OpenAI does not transcribe ${mediaType}. It takes ${Object.keys(audioExtensions).join(", ")}.`,
      { code: "unsupported" },
    );
  }
  return new File([data], `audio.${extension}`, { type });
}

function transcriptionUsage({ usage: counted }: Transcription): { readonly usage?: Usage } {
  // Of some models the vendor counts tokens, of others the seconds of audio; servers that speak its API may count nothing.
  if (counted?.type === "tokens") {
    return { usage: { inputTokens: counted.input_tokens, outputTokens: counted.output_tokens } };
  }
  return counted?.type === "duration" ? { usage: { seconds: counted.seconds } } : {};
}
