import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { CallOptions, ChatMessage, MediaRequest, MediaResult, SpeechRequest } from "@mortise/sdk";
import { extensionOf, typeOfBytes, typeOfFile } from "../media-types.js";
import { membersOf, numberOf, present, textOf, type Members } from "../reading.js";
import type { PluginScope } from "../scope.js";
import { splitModel } from "../turn-context.js";
import { mapped, type ApiMember } from "../member.js";
import { fromTheirMessages } from "../messages.js";

const plain = "The config that is handed over is not used: each provider has its own.";

/** What any plugin here provides, behind the names that OpenClaw has for it. */
export const capabilityParts: readonly ApiMember[] = [
  part("llm.complete", "runtime.textInference.complete", complete, "A model is named as `provider/model`."),
  part("tts.textToSpeech", "runtime.speech.synthesize", textToSpeech),
  part("tts.listVoices", "runtime.speech.listVoices", listVoices),
  part("stt.transcribeAudioFile", "runtime.mediaUnderstanding.transcribeAudio", describeFile("transcribeAudio")),
  part(
    "mediaUnderstanding.transcribeAudioFile",
    "runtime.mediaUnderstanding.transcribeAudio",
    describeFile("transcribeAudio"),
  ),
  part(
    "mediaUnderstanding.describeImageFile",
    "runtime.mediaUnderstanding.describeImage",
    describeFile("describeImage"),
  ),
  part(
    "mediaUnderstanding.describeVideoFile",
    "runtime.mediaUnderstanding.describeVideo",
    describeFile("describeVideo"),
  ),
  part("imageGeneration.generate", "runtime.imageGeneration.generate", generateImage),
  part("videoGeneration.generate", "runtime.videoGeneration.generate", generateVideo),
  part("musicGeneration.generate", "runtime.musicGeneration.generate", generateMusic),
  part("webSearch.search", "runtime.webSearch.search", search),
];

function part(
  name: string,
  counterpart: string,
  call: (scope: PluginScope, params: Members) => Promise<unknown>,
  note = plain,
): ApiMember {
  return mapped({ name, support: "partial", counterpart, note }, (scope, params) => call(scope, membersOf(params)));
}

/** The provider that is asked for, the signal and the time, where they are given. */
function optionsOf({ provider, signal, abortSignal, timeoutMs }: Members): CallOptions {
  const named = textOf(provider);
  const given = signal ?? abortSignal;
  const deadlineMs = numberOf(timeoutMs);
  return {
    ...(named !== undefined && { provider: named }),
    ...(given instanceof AbortSignal && { signal: given }),
    ...(deadlineMs !== undefined && { deadlineMs }),
  };
}

async function complete({ native }: PluginScope, params: Members): Promise<unknown> {
  const { provider, model } = splitModel(textOf(params["model"]) ?? "");
  const system = textOf(params["systemPrompt"]) ?? textOf(params["system"]);
  const prompt = textOf(params["prompt"]);
  const said =
    prompt === undefined ? fromTheirMessages(params["messages"]) : [{ role: "user" as const, content: prompt }];
  const messages: ChatMessage[] = [
    ...(system === undefined ? [] : [{ role: "system" as const, content: system }]),
    ...said,
  ];
  const maxOutputTokens = numberOf(params["maxTokens"]);
  const temperature = numberOf(params["temperature"]);
  const request = {
    model,
    messages,
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
  };
  const named = provider === undefined ? {} : { provider };
  const result = await native.runtime.textInference.complete(request, { ...optionsOf(params), ...named });
  const { inputTokens, outputTokens } = result.usage ?? {};
  const text = result.message.content;
  return { text, content: text, provider: provider ?? "", model, usage: present({ inputTokens, outputTokens }) };
}

async function textToSpeech({ native, folders }: PluginScope, params: Members): Promise<unknown> {
  const { text, voice, voiceId, model, speed } = params;
  const name = textOf(voice) ?? textOf(voiceId);
  const kind = textOf(model);
  const rate = numberOf(speed);
  const request: SpeechRequest = {
    text: textOf(text) ?? "",
    ...(name !== undefined && { voice: name }),
    ...(kind !== undefined && { model: kind }),
    ...(rate !== undefined && { speed: rate }),
  };
  try {
    const { audio, mediaType } = await native.runtime.speech.synthesize(request, optionsOf(params));
    const extension = extensionOf(mediaType);
    const audioPath = join(folders.state(), `speech-${randomUUID()}${extension}`);
    await writeFile(audioPath, audio, { mode: 0o600 });
    const outputFormat = extension.slice(1);
    return {
      success: true,
      audioPath,
      outputFormat,
      voiceCompatible: outputFormat === "ogg" || outputFormat === "opus",
    };
  } catch (error) {
    return { success: false, error: error instanceof Error ? error.message : String(error) };
  }
}

async function listVoices({ native }: PluginScope, params: Members): Promise<unknown> {
  const voices = await native.runtime.speech.listVoices({}, optionsOf(params));
  return voices.map(({ id, name, language }) => present({ id, name, locale: language }));
}

type Describe = "transcribeAudio" | "describeImage" | "describeVideo";

function describeFile(operation: Describe) {
  return async ({ native }: PluginScope, params: Members): Promise<MediaResult> => {
    const { filePath, mime, model, prompt, language } = params;
    const path = textOf(filePath);
    if (path === undefined) throw new TypeError(`${operation} needs a filePath`);
    const data = new Uint8Array(await readFile(path));
    const kind = textOf(model);
    const question = textOf(prompt);
    const tongue = textOf(language);
    const request: MediaRequest = {
      data,
      mediaType: textOf(mime) ?? typeOfBytes(data) ?? typeOfFile(basename(path)) ?? "application/octet-stream",
      ...(kind !== undefined && { model: kind }),
      ...(question !== undefined && { prompt: question }),
      ...(tongue !== undefined && { language: tongue }),
    };
    return { text: (await native.runtime.mediaUnderstanding[operation](request, optionsOf(params))).text };
  };
}

async function generateImage({ native }: PluginScope, params: Members): Promise<unknown> {
  const count = numberOf(params["count"]);
  const [width, height] = (textOf(params["size"]) ?? "").split("x").map(Number);
  const request = {
    ...wish(params),
    ...(count !== undefined && { count }),
    ...(width && height ? { width, height } : {}),
  };
  const { images } = await native.runtime.imageGeneration.generate(request, optionsOf(params));
  return { images: images.map(({ revisedPrompt, ...image }) => ({ ...asset(image), ...present({ revisedPrompt }) })) };
}

async function generateVideo({ native }: PluginScope, params: Members): Promise<unknown> {
  const { videos } = await native.runtime.videoGeneration.generate(withLength(params), optionsOf(params));
  return {
    videos: videos.map((video) => ("data" in video ? asset(video) : { url: video.url, mimeType: video.mediaType })),
  };
}

async function generateMusic({ native }: PluginScope, params: Members): Promise<unknown> {
  const lyrics = textOf(params["lyrics"]);
  const request = { ...withLength(params), ...(lyrics !== undefined && { lyrics }) };
  const { tracks } = await native.runtime.musicGeneration.generate(request, optionsOf(params));
  return { tracks: tracks.map(({ title, ...track }) => ({ ...asset(track), ...present({ fileName: title }) })) };
}

interface Wish {
  readonly prompt: string;
  readonly model?: string;
}

function wish({ prompt, model, modelOverride }: Members): Wish {
  const kind = textOf(modelOverride) ?? textOf(model);
  return { prompt: textOf(prompt) ?? "", ...(kind !== undefined && { model: kind }) };
}

function withLength(params: Members): Wish & { readonly durationSeconds?: number } {
  const durationSeconds = numberOf(params["durationSeconds"]);
  return { ...wish(params), ...(durationSeconds !== undefined && { durationSeconds }) };
}

function asset({ data, mediaType }: { readonly data: Uint8Array; readonly mediaType: string }): Members {
  return { buffer: Buffer.from(data), mimeType: mediaType };
}

async function search({ native }: PluginScope, params: Members): Promise<unknown> {
  const args = { ...params, ...membersOf(params["args"]) };
  const limit = numberOf(args["count"]);
  const request = { query: textOf(args["query"]) ?? "", ...(limit !== undefined && { limit }) };
  const { hits } = await native.runtime.webSearch.search(
    request,
    optionsOf({ ...params, provider: params["providerId"] }),
  );
  const results = hits.map(({ title, url, snippet, publishedAt }) =>
    present({ title, url, snippet, description: snippet, published: publishedAt }),
  );
  return {
    provider: textOf(params["providerId"]) ?? "",
    result: { query: request.query, count: results.length, results },
  };
}
