import type { SpeechProvider, SpeechRequest } from "@mortise/sdk";
import type { Connection } from "./connection.js";
import { given } from "./given.js";

/** What the vendor makes of each format: its Opus comes in Ogg, its PCM is 24 kHz, 16 bit, mono, little-endian. */
const mediaTypes: Readonly<Record<NonNullable<SpeechRequest["format"]>, string>> = {
  mp3: "audio/mpeg",
  wav: "audio/wav",
  opus: "audio/ogg",
  flac: "audio/flac",
  aac: "audio/aac",
  pcm: "audio/pcm;rate=24000",
};

/** OpenAI's text to speech; MP3 with the voice `alloy` unless the request says otherwise. */
export function createSpeechProvider(connection: Connection): SpeechProvider {
  return {
    id: "openai",
    label: "OpenAI",
    synthesize: ({ text, model = "gpt-4o-mini-tts", voice = "alloy", format = "mp3", speed }, { signal }) =>
      connection.call(signal, async (client, options) => {
        const params = { model, voice, input: text, response_format: format, ...given({ speed }) };
        const response = await client.audio.speech.create(params, options);
        return { audio: new Uint8Array(await response.arrayBuffer()), mediaType: mediaTypes[format] };
      }),
  };
}
