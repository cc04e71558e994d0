import type {
  CallContext,
  MediaKind,
  MediaRequest,
  MediaUnderstandingProvider,
  VideoGenerationResult,
} from "@mortise/sdk";
import { extensionOf } from "../media-types.js";
import { membersOf, methodOf, present, textOf, type Callable, type Members } from "../reading.js";
import type { PluginScope } from "../scope.js";
import { assetsOf, bytesOf, labelled, modelOf, requestBase, required, toTheirSource } from "./provider-members.js";

const operations = { image: "describeImage", audio: "transcribeAudio", video: "describeVideo" } as const;

/** Registers a provider of theirs that says what is in media. */
export function registerMediaUnderstanding(scope: PluginScope, provider: Members): void {
  const method = "registerMediaUnderstandingProvider";
  const id = scope.id(method, provider["id"]);
  const kinds = (Object.keys(operations) as MediaKind[]).filter((kind) => methodOf(provider, operations[kind]));
  if (id === undefined || kinds.length === 0)
    return scope.leaveOut(method, "it needs an id and something that it does.");
  const described = kinds.map((kind) => {
    const ask = required(provider, operations[kind]);
    return [operations[kind], describer(scope, provider, ask)] as const;
  });
  const registration: MediaUnderstandingProvider = {
    id,
    ...labelled(provider),
    accepts: kinds,
    ...Object.fromEntries(described),
  };
  scope.enter(method, method, registration);
}

function describer(scope: PluginScope, provider: Members, ask: Callable) {
  return async (request: MediaRequest, context: CallContext) => {
    const { data, mediaType, model, prompt, language } = request;
    const { apiKey, baseUrl } = scope.settings.own();
    const result = await ask({
      ...requestBase(scope, context),
      buffer: Buffer.from(data),
      fileName: `medium${extensionOf(mediaType)}`,
      mime: mediaType,
      apiKey: textOf(apiKey) ?? "",
      provider: provider["id"],
      agentDir: scope.folders.state(),
      ...present({ baseUrl, model: model ?? textOf(provider["defaultModel"]), prompt, language }),
    });
    return { text: textOf(membersOf(result)["text"]) ?? "" };
  };
}

/** Registers a provider of theirs that makes images. */
export function registerImageGeneration(scope: PluginScope, provider: Members): void {
  const method = "registerImageGenerationProvider";
  const id = scope.id(method, provider["id"]);
  if (id === undefined) return scope.leaveOut(method, "a provider needs an id.");
  const generate = required(provider, "generateImage");
  scope.enter(method, method, {
    id,
    ...labelled(provider),
    async generate({ prompt, model, count, width, height, inputs }, context) {
      const result = await generate({
        ...generation(scope, provider, context, prompt, model),
        ...present({ count, size: width && height && `${width}x${height}`, inputImages: inputs?.map(toTheirSource) }),
      });
      const images = assetsOf(result, "images").flatMap((image) => {
        const data = bytesOf(image);
        const { mimeType, revisedPrompt } = membersOf(image);
        const revised = textOf(revisedPrompt);
        if (!data) return [];
        return [
          {
            data,
            mediaType: textOf(mimeType) ?? "image/png",
            ...(revised !== undefined && { revisedPrompt: revised }),
          },
        ];
      });
      return { images };
    },
  });
}

/** Registers a provider of theirs that makes videos. */
export function registerVideoGeneration(scope: PluginScope, provider: Members): void {
  const method = "registerVideoGenerationProvider";
  const id = scope.id(method, provider["id"]);
  if (id === undefined) return scope.leaveOut(method, "a provider needs an id.");
  const generate = required(provider, "generateVideo");
  scope.enter(method, method, {
    id,
    ...labelled(provider),
    async generate({ prompt, model, durationSeconds, aspectRatio, resolution, inputs }, context) {
      const result = await generate({
        ...generation(scope, provider, context, prompt, model),
        ...present({
          durationSeconds,
          aspectRatio,
          resolution: resolution && `${resolution}P`,
          inputImages: inputs?.map(toTheirSource),
        }),
      });
      const videos = assetsOf(result, "videos").flatMap((video): VideoGenerationResult["videos"] => {
        const data = bytesOf(video);
        const { url, mimeType } = membersOf(video);
        const mediaType = textOf(mimeType) ?? "video/mp4";
        if (data) return [{ data, mediaType }];
        return typeof url === "string" ? [{ url, mediaType }] : [];
      });
      return { videos };
    },
  });
}

/** Registers a provider of theirs that makes music. */
export function registerMusicGeneration(scope: PluginScope, provider: Members): void {
  const method = "registerMusicGenerationProvider";
  const id = scope.id(method, provider["id"]);
  if (id === undefined) return scope.leaveOut(method, "a provider needs an id.");
  const generate = required(provider, "generateMusic");
  scope.enter(method, method, {
    id,
    ...labelled(provider),
    async generate({ prompt, model, lyrics, durationSeconds, isInstrumental }, context) {
      const result = await generate({
        ...generation(scope, provider, context, prompt, model),
        ...present({ lyrics, durationSeconds, instrumental: isInstrumental }),
      });
      const tracks = assetsOf(result, "tracks").flatMap((track) => {
        const data = bytesOf(track);
        const { mimeType, fileName } = membersOf(track);
        const title = textOf(fileName);
        if (!data) return [];
        return [{ data, mediaType: textOf(mimeType) ?? "audio/mpeg", ...(title !== undefined && { title }) }];
      });
      return { tracks };
    },
  });
}

function generation(
  scope: PluginScope,
  provider: Members,
  context: CallContext,
  prompt: string,
  model: string | undefined,
): Members {
  const base = requestBase(scope, context);
  return {
    ...base,
    provider: provider["id"],
    model: modelOf(provider, model),
    prompt,
    agentDir: scope.folders.state(),
  };
}
