import { textInference } from "@mortise/sdk";
import { mentionedProviders, type Mention, type MentioningConfig } from "@mortise/core/catalog";

/**
 * What the gateway's section names that plugins may own, which turns them on. The gateway says it itself; this command
 * speaks of the same plugins without it, and a test holds the two together.
 */
export function mentionsOfGateway({ sections }: Pick<MentioningConfig, "sections">): readonly Mention[] {
  const { defaultModel } = Object(sections["gateway"]) as { readonly defaultModel?: unknown };
  return mentionedProviders(textInference.kind, defaultModel, "/gateway/defaultModel");
}
