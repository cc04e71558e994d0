import { CapabilityError, type SpeechProvider, type SpeechRequest, type Usage, type Voice } from "@mortise/sdk";
import type { ElevenLabs, ElevenLabsClient } from "@elevenlabs/elevenlabs-js";
import { defaults, type Config } from "./config.js";
import { connect } from "./connection.js";

interface OutputFormat {
  readonly outputFormat: ElevenLabs.TextToSpeechConvertRequestOutputFormat;
  readonly mediaType: string;
}

/**
 * The best of each format that needs no paid plan. The vendor has no AAC and no FLAC, and does not say which container
 * its Opus comes in.
 */
const outputFormats: Readonly<Partial<Record<NonNullable<SpeechRequest["format"]>, OutputFormat>>> = {
  mp3: { outputFormat: "mp3_44100_128", mediaType: "audio/mpeg" },
  wav: { outputFormat: "wav_24000", mediaType: "audio/wav" },
  pcm: { outputFormat: "pcm_24000", mediaType: "audio/pcm;rate=24000" },
};

/** ElevenLabs' text to speech; MP3 unless the request says otherwise. */
export function createSpeechProvider(config: Config): SpeechProvider {
  const call = connect(config);
  return {
    id: "elevenlabs",
    label: "ElevenLabs",
    synthesize: (request, { signal }) =>
      call(signal, async (client, options) => {
        const { outputFormat, mediaType } = output(request.format ?? "mp3");
        const { data, rawResponse } = await client.textToSpeech
          .convert(
            request.voice ?? config.voice ?? defaults.voice,
            {
              text: request.text,
              modelId: request.model ?? config.model ?? defaults.model,
              outputFormat,
              ...(request.speed !== undefined && { voiceSettings: { speed: request.speed } }),
            },
            options,
          )
          .withRawResponse();
        const audio = new Uint8Array(await new Response(data).arrayBuffer());
        return { audio, mediaType, ...usageIn(rawResponse.headers) };
      }),
    listVoices: ({ language }, { signal }) =>
      call(signal, async (client, options) => {
        const voices: Voice[] = [];
        for await (const found of voicePages(client, language, options)) voices.push(...found.map(voice));
        return voices;
      }),
  };
}

/**
 * What the vendor says it counted: the characters, and what it took from the account for them, which differs from model
 * to model.
 */
function usageIn(headers: Headers): { readonly usage?: Usage } {
  const characters = countIn(headers, "x-character-count");
  const credits = countIn(headers, "character-cost");
  if (characters === undefined && credits === undefined) return {};
  return { usage: { ...(characters !== undefined && { characters }), ...(credits !== undefined && { credits }) } };
}

function countIn(headers: Headers, name: string): number | undefined {
  const written = headers.get(name);
  return written !== null && /^\d+(?:\.\d+)?$/.test(written) ? Number(written) : undefined;
}

function output(format: NonNullable<SpeechRequest["format"]>): OutputFormat {
  const known = outputFormats[format];
  if (known) return known;
  const message = `ElevenLabs does not make ${format}. It makes ${Object.keys(outputFormats).join(", ")}.`;
  throw new CapabilityError(message, { code: "unsupported" });
}

async function* voicePages(
  client: ElevenLabsClient,
  language: string | undefined,
  options: { readonly abortSignal: AbortSignal },
): AsyncGenerator<readonly ElevenLabs.Voice[], void> {
  // The vendor's labels name the language alone (`de`), without script or region (`de-AT`).
  const wanted = language ? { language: language.split("-")[0] ?? language } : {};
  let nextPageToken: string | undefined;
  do {
    const request = { pageSize: 100, ...wanted, ...(nextPageToken && { nextPageToken }) };
    const page = await client.voices.search(request, options);
    yield page.voices;
    nextPageToken = page.hasMore ? page.nextPageToken : undefined;
  } while (nextPageToken);
}

function voice({ voiceId, name, labels, verifiedLanguages }: ElevenLabs.Voice): Voice {
  const language = labels?.["language"] ?? verifiedLanguages?.[0]?.language;
  return { id: voiceId, ...(name && { name }), ...(language && { language }) };
}
