import { textInference } from "@mortise/sdk";
import type { Mention, MentioningConfig } from "@mortise/core/catalog";

/**
 * What the gateway's section names that plugins may own, which turns them on. The gateway says it itself; this command
 * speaks of the same plugins without it, and a test holds the two together.
 */
export function mentionsOfGateway({ sections }: Pick<MentioningConfig, "sections">): readonly Mention[] {
  const { defaultModel } = Object(sections["gateway"]) as { readonly defaultModel?: unknown };
  if (typeof defaultModel !== "string" || defaultModel === "") return [];
  const segments = defaultModel.split("/");
  // Ids of providers may have slashes too, so any beginning of the name may be the provider's.
  return segments.map((_, index) => ({
    trigger: `${textInference.kind}:${segments.slice(0, index + 1).join("/")}`,
    pointer: "/gateway/defaultModel",
  }));
}
