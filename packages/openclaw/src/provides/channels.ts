import { readPointer } from "@mortise/core/catalog";
import type { Fields } from "../fields/known.js";
import { isObject, type JsonObject } from "../fields/shape.js";
import type { Subject } from "../subject.js";
import { toHints } from "../ui.js";
import { own, withMetadata, type Declared } from "./declared.js";

/**
 * The channels, with what the manifest and the `openclaw` block of package.json say of each: `configSchema` and `ui` of
 * `channels.<id>` in the config, `label`, `description`, `aliases`, `preferOver`, `commands`.
 */
export function readChannels(subject: Subject, fields: Fields): Declared {
  const { channels = [] } = fields;
  return {
    key: "channel",
    ids: withMetadata(channels, (id) => ({ ...packaged(subject, channels, id), ...configured(fields, id) })),
    pointer: "/channels",
  };
}

function configured({ channelConfigs, channelAccountKeyPolicies }: Fields, id: string): JsonObject {
  const { schema, uiHints, ...texts } = own(channelConfigs, id) ?? {};
  const accountKeyPolicy = own(channelAccountKeyPolicies, id);
  return {
    ...(schema && { configSchema: schema }),
    ...(uiHints && { ui: toHints(uiHints) }),
    ...texts,
    ...(accountKeyPolicy && { accountKeyPolicy }),
  };
}

/** What package.json says of its one channel. Members of another form than expected stay where they are, in `foreign`. */
function packaged({ source }: Subject, channels: readonly string[], channel: string): JsonObject {
  const block = readPointer(source.packageJson?.json.value, "/openclaw/channel");
  if (!isObject(block)) return {};
  const { id = channels.length === 1 ? channel : undefined, label, blurb, aliases, preferOver, commands } = block;
  if (id !== channel) return {};
  const { configuredState, setup } = block;
  const env = isObject(configuredState) ? configuredState["env"] : undefined;
  return {
    label: typeof label === "string" ? label : undefined,
    description: typeof blurb === "string" ? blurb : undefined,
    aliases: wordsOrNothing(aliases),
    preferOver: wordsOrNothing(preferOver),
    commands: isObject(commands) ? commands : undefined,
    setup: isObject(setup) ? setup : undefined,
    availability: isObject(env) ? { env } : undefined,
  };
}

function wordsOrNothing(value: unknown): readonly string[] | undefined {
  const words = Array.isArray(value) ? value.filter((word): word is string => typeof word === "string") : [];
  return words.length > 0 ? words : undefined;
}
