import { CapabilityError, type CallContext, type SpeechProvider, type SpeechRequest, type Voice } from "@mortise/sdk";
import { typeOfFormat } from "../media-types.js";
import { isMembers, membersOf, methodOf, present, textOf, type Members } from "../reading.js";
import type { PluginScope } from "../scope.js";
import { labelled, requestBase, required } from "./provider-members.js";

/** Registers a speech provider of theirs. */
export function registerSpeech(scope: PluginScope, provider: Members): void {
  const id = scope.id("registerSpeechProvider", provider["id"]);
  if (id === undefined) return scope.leaveOut("registerSpeechProvider", "a provider needs an id.");
  const synthesize = required(provider, "synthesize");
  const listVoices = methodOf(provider, "listVoices");
  const registration: SpeechProvider = {
    id,
    ...labelled(provider),
    async synthesize(request, context) {
      const given = { ...configured(scope, provider, context), text: request.text, target: targetOf(request) };
      const result = membersOf(await synthesize({ ...given, providerOverrides: overridesOf(request) }));
      const { audioBuffer, outputFormat, fileExtension } = result;
      if (!(audioBuffer instanceof Uint8Array)) {
        throw new CapabilityError(`${id} gave no audio`, { code: "unavailable" });
      }
      const format = textOf(fileExtension) ?? textOf(outputFormat) ?? request.format ?? "mp3";
      return { audio: new Uint8Array(audioBuffer), mediaType: typeOfFormat(format) ?? "audio/mpeg" };
    },
    ...(listVoices && {
      listVoices: async (_request, context) => toVoices(await listVoices(configured(scope, provider, context))),
    }),
  };
  scope.enter("registerSpeechProvider", "registerSpeechProvider", registration);
}

/** The plugin's own config is the provider's; where the provider resolves it, as it does. */
function configured(scope: PluginScope, provider: Members, context: CallContext): Members {
  const base = requestBase(scope, context);
  const rawConfig = scope.settings.own();
  const resolved = methodOf(provider, "resolveConfig")?.({ ...base, rawConfig });
  return { ...base, providerConfig: isMembers(resolved) ? resolved : rawConfig };
}

function targetOf({ format }: SpeechRequest): "voice-note" | "audio-file" {
  return format === "opus" ? "voice-note" : "audio-file";
}

/** Providers name these in several ways. */
function overridesOf({ voice, model, speed, format }: SpeechRequest): Members {
  return present({ voice, voiceId: voice, model, modelId: model, speed, responseFormat: format, outputFormat: format });
}

function toVoices(voices: unknown): readonly Voice[] {
  const list: readonly unknown[] = Array.isArray(voices) ? voices : [];
  return list.flatMap((voice) => {
    const { id, name, locale } = membersOf(voice);
    if (typeof id !== "string") return [];
    const title = textOf(name);
    const language = textOf(locale);
    return [{ id, ...(title !== undefined && { name: title }), ...(language !== undefined && { language }) }];
  });
}
