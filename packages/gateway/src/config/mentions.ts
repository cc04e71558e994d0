import { textInference } from "@mortise/sdk";
import type { Mention, MentioningConfig } from "@mortise/core";

/**
 * What the gateway's own section names that plugins may own, so that a plugin that does is turned on: the provider of the
 * default model. The channels of the section `channels` are core's business. Runs nothing, and never throws.
 */
export function gatewayMentions({ sections }: Pick<MentioningConfig, "sections">): readonly Mention[] {
  const { defaultModel } = Object(sections["gateway"]) as { readonly defaultModel?: unknown };
  if (typeof defaultModel !== "string" || defaultModel === "") return [];
  const segments = defaultModel.split("/");
  // Ids of providers may have slashes too, so any beginning of the name may be the provider's.
  return segments.map((_, index) => ({
    trigger: `${textInference.kind}:${segments.slice(0, index + 1).join("/")}`,
    pointer: "/gateway/defaultModel",
  }));
}
