import type { contractKeys, Fields } from "../fields/known.js";
import { own, withMetadata, type Declared } from "./declared.js";
import { setupOf } from "./setup.js";
import { withAvailability } from "./signals.js";

type ContractKey = (typeof contractKeys)[number];

/** The members of `contracts` that have a contract here, by its key. */
export const keyOfContract: Readonly<Partial<Record<ContractKey, string>>> = {
  speechProviders: "speech",
  realtimeTranscriptionProviders: "realtime-transcription",
  realtimeVoiceProviders: "realtime-voice",
  mediaUnderstandingProviders: "media-understanding",
  imageGenerationProviders: "image-generation",
  musicGenerationProviders: "music-generation",
  videoGenerationProviders: "video-generation",
  webFetchProviders: "web-fetch",
  webSearchProviders: "web-search",
  embeddingProviders: "embedding",
  agentToolResultMiddleware: "toolResultMiddleware",
  tools: "tools",
};

/** What `contracts` lists, each id with what the manifest says of it elsewhere. */
export function readContracts(fields: Fields): readonly Declared[] {
  const { contracts = {} } = fields;
  return (Object.entries(keyOfContract) as [ContractKey, string][]).map(([name, key]) => ({
    key,
    ids: withMetadata(contracts[name], (id) => describe(fields, name, id)),
    pointer: `/contracts/${name}`,
  }));
}

function describe(fields: Fields, name: ContractKey, id: string): Readonly<Record<string, unknown>> {
  if (name === "agentToolResultMiddleware") return {};
  if (name === "tools") return withAvailability(own(fields.toolMetadata, id) ?? {});
  return { ...withAvailability(own(metadataFor(fields, name), id) ?? {}), ...setupOf(fields, id) };
}

function metadataFor(fields: Fields, name: ContractKey) {
  if (name === "mediaUnderstandingProviders") return fields.mediaUnderstandingProviderMetadata;
  if (name === "imageGenerationProviders") return fields.imageGenerationProviderMetadata;
  if (name === "musicGenerationProviders") return fields.musicGenerationProviderMetadata;
  if (name === "videoGenerationProviders") return fields.videoGenerationProviderMetadata;
  return undefined;
}
