import { CapabilityError, type RealtimeTranscriptionRequest, type TranscriptPiece } from "@mortise/sdk";
import { isMembers, methodOf, type Members } from "../reading.js";
import type { PluginScope } from "../scope.js";
import { labelled, required } from "./provider-members.js";

/** Registers a provider of theirs that writes down speech as it comes: its session is fed, and tells what it heard. */
export function registerTranscription(scope: PluginScope, provider: Members): void {
  const method = "registerRealtimeTranscriptionProvider";
  const id = scope.id(method, provider["id"]);
  if (id === undefined) return scope.leaveOut(method, "a provider needs an id.");
  const createSession = required(provider, "createSession");
  scope.enter(method, method, {
    id,
    ...labelled(provider),
    transcribe: (request, { signal }) => {
      const cfg = scope.settings.current();
      const rawConfig = scope.settings.own();
      const resolved = methodOf(provider, "resolveConfig")?.({ cfg, rawConfig });
      const providerConfig = { ...(isMembers(resolved) ? resolved : rawConfig), ...formatOf(request) };
      return Promise.resolve(transcripts(request, (told) => createSession({ cfg, providerConfig, ...told }), signal));
    },
  });
}

/** Providers name the format of audio in several ways. */
function formatOf({ encoding, sampleRate, language, model }: RealtimeTranscriptionRequest): Members {
  return { encoding, sampleRate, ...(language !== undefined && { language }), ...(model !== undefined && { model }) };
}

function transcripts(
  { audio }: RealtimeTranscriptionRequest,
  open: (callbacks: Members) => unknown,
  signal: AbortSignal,
): ReadableStream<TranscriptPiece> {
  let session: unknown;
  const close = () => void methodOf(session, "close")?.();
  return new ReadableStream<TranscriptPiece>({
    async start(controller) {
      const tell = (isFinal: boolean) => (text: unknown) => controller.enqueue({ text: String(text), isFinal });
      session = open({
        onPartial: tell(false),
        onTranscript: tell(true),
        onError: (error: unknown) => controller.error(error),
      });
      signal.addEventListener(
        "abort",
        () => {
          close();
          controller.error(new CapabilityError("the transcription was aborted", { code: "aborted" }));
        },
        { once: true },
      );
      await methodOf(session, "connect")?.();
      void relay(audio, session, controller).finally(close);
    },
    cancel: close,
  });
}

async function relay(
  audio: ReadableStream<Uint8Array>,
  session: unknown,
  controller: ReadableStreamDefaultController<TranscriptPiece>,
): Promise<void> {
  try {
    await feed(audio, session);
    controller.close();
  } catch (error) {
    // A stream that has ended already takes no error.
    controller.error(error);
  }
}

/** Hands the audio over as it comes; a session that can wait for what it still hears is waited for. */
async function feed(audio: ReadableStream<Uint8Array>, session: unknown): Promise<void> {
  const send = required(session, "sendAudio");
  for await (const piece of audio) send(Buffer.from(piece));
  await (methodOf(session, "finish") ?? methodOf(session, "flush"))?.();
}
