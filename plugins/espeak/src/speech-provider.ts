import { CapabilityError, type SpeechProvider, type SpeechRequest } from "@mortise/sdk";
import type { Config } from "./config.js";
import type { EspeakEngine } from "./engine.js";
import { plainText } from "./text.js";
import { findVoice, parseVariants, parseVoices, voicesOf, type VoiceList } from "./voices.js";

/** eSpeak NG's natural speed, in words a minute; it takes 80 to 450 and holds anything else to that. */
const naturalSpeed = 175;

const wavHeaderBytes = 44;

/**
 * The speech provider `espeak`. Speaks text as WAV (16-bit PCM, 22,050 Hz, one channel). Throws `invalid-request` for
 * text it cannot take, `unsupported` for another format, `not-found` for an unknown voice.
 */
export function createSpeechProvider(settings: Config, engine: EspeakEngine): SpeechProvider {
  const listed = rememberVoices(engine);
  return {
    id: "espeak",
    label: "eSpeak NG",
    async synthesize(request, { signal }) {
      refuseOtherFormats(request);
      const text = plainText(request.text);
      const voice = findVoice(wantedVoice(request, settings), await listed(signal));
      const speed = wordsPerMinute(request.speed ?? settings.speed ?? 1);
      const args = ["-w", "/speech.wav", "-b", "1", "-v", voice, "-s", String(speed), "-f", "/text"];
      const { status, wav, stderr } = await engine({ args, text }, signal);
      if (status !== 0 || wav === undefined || wav.length <= wavHeaderBytes) {
        throw new CapabilityError(`eSpeak NG made no sound: ${stderr[0] ?? "it gave no reason"}`, {
          code: "unavailable",
        });
      }
      return { audio: wav, mediaType: "audio/wav" };
    },
    async listVoices({ language }, { signal }) {
      return voicesOf(language, (await listed(signal)).voices);
    },
  };
}

/** Asks for the voices once; a call that fails or is aborted leaves the question to the next. */
function rememberVoices(engine: EspeakEngine): (signal: AbortSignal) => Promise<VoiceList> {
  let known: VoiceList | undefined;
  return async (signal) => {
    if (known !== undefined) return known;
    const [voices, variants] = await Promise.all([
      engine({ args: ["--voices"] }, signal),
      engine({ args: ["--voices=variant"] }, signal),
    ]);
    return (known = { voices: parseVoices(voices.stdout), variants: parseVariants(variants.stdout) });
  };
}

function wantedVoice(request: SpeechRequest, { voice = "en-us", aliases = {} }: Config): string {
  const wanted = request.voice ?? voice;
  return Object.hasOwn(aliases, wanted) ? (aliases[wanted] ?? wanted) : wanted;
}

function refuseOtherFormats({ format }: SpeechRequest): void {
  if (format === undefined || format === "wav") return;
  throw new CapabilityError(`eSpeak NG makes WAV, not ${format}. Ask for "wav", or leave the format out.`, {
    code: "unsupported",
  });
}

function wordsPerMinute(speed: number): number {
  if (!(speed > 0 && speed < Infinity)) {
    throw new CapabilityError(`The speed must be a number above 0 (1 is natural); it is ${speed}.`, {
      code: "invalid-request",
    });
  }
  return Math.min(450, Math.max(80, Math.round(speed * naturalSpeed)));
}
