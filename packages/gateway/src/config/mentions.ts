import { textInference } from "@mortise/sdk";
import { mentionedProviders, type Mention, type MentioningConfig } from "@mortise/core";

/**
 * What the gateway's own section names that plugins may own, so that a plugin that does is turned on: the provider of the
 * default model. The channels of the section `channels` are core's business. Runs nothing, and never throws.
 */
export function gatewayMentions({ sections }: Pick<MentioningConfig, "sections">): readonly Mention[] {
  const { defaultModel } = Object(sections["gateway"]) as { readonly defaultModel?: unknown };
  return mentionedProviders(textInference.kind, defaultModel, "/gateway/defaultModel");
}
