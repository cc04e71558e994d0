import type { JsonValue } from "@mortise/sdk";

/** A JSON Schema document. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a manifest says of one thing it provides: models, descriptions, tool schemas. */
export type ProvidedMetadata = Readonly<Record<string, JsonValue>>;

/** How a config key is shown to people; keys are dotted paths, `*` stands for any segment. */
export interface UiHint {
  readonly label?: string;
  readonly help?: string;
  readonly placeholder?: string;
  /** The value is never shown. */
  readonly sensitive?: boolean;
  readonly advanced?: boolean;
  /** The title of the section of a form that it stands in. */
  readonly group?: string;
  /** Its place in the form; smaller goes first. */
  readonly order?: number;
  /** Words to find it by. */
  readonly tags?: readonly string[];
}

/** What a plugin's people-facing texts are in one language; what is absent stays as it is. */
export interface LocalizedTexts {
  readonly name?: string;
  readonly description?: string;
  /** Config key (dotted) to its texts. */
  readonly ui?: Readonly<Record<string, Pick<UiHint, "label" | "help" | "placeholder">>>;
}

/** A permission that a plugin asks for: all of it, or the names it is limited to (hosts, paths, variables). */
export type PermissionGrant = true | readonly string[];

/**
 * A plugin's manifest in the one form that every stage works with, whatever format it was read from. Plain data, read
 * without running anything.
 */
export interface PluginManifest {
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly version?: string;
  /** Path within the plugin's folder, or an `https:` address. */
  readonly icon?: string;
  /** Slugs to file it under, for example `media`. */
  readonly categories: readonly string[];
  /** BCP 47 tag to the texts in that language. */
  readonly locales: Readonly<Record<string, LocalizedTexts>>;
  /** Semver ranges by engine: `mortise` (the SDK's API version), `node`. */
  readonly engines: Readonly<Record<string, string>>;
  /** Contract key to id to metadata: what the plugin owns, declared ahead. */
  readonly provides: Readonly<Record<string, Readonly<Record<string, ProvidedMetadata>>>>;
  /**
   * How a registration that `provides` does not name is met: `strict`, refused; `lenient`, kept with a warning.
   */
  readonly declarations: "strict" | "lenient";
  /** Contract keys that this format cannot declare ahead, so that the plugin must be loaded to know. */
  readonly undeclarable: readonly string[];
  readonly configSchema: JsonSchema;
  /** What each user may set; absent: nothing. */
  readonly userConfigSchema?: JsonSchema;
  /** Scopes of the application's config whose changes the plugin wants to hear of. */
  readonly configSubscriptions: readonly string[];
  readonly ui: Readonly<Record<string, UiHint>>;
  readonly setup: {
    /** Config key (dotted) to the environment variables that supply it, the first that is set counts. */
    readonly env: Readonly<Record<string, readonly string[]>>;
  };
  readonly activation: {
    readonly onStartup: boolean;
    /** Triggers, for example `provider:openai`. */
    readonly on: readonly string[];
    /** Triggers that turn the plugin on when the config mentions them, besides those that follow from `provides`. */
    readonly enabledBy: readonly string[];
  };
  /** Exclusive slots that the plugin can fill, for example `memory`. */
  readonly slots: readonly string[];
  /** Ids of plugins that must run, each with a semver range. */
  readonly requires: Readonly<Record<string, string>>;
  /** Ids of plugins that must not run beside this one, each with a semver range of their versions. */
  readonly conflicts: Readonly<Record<string, string>>;
  /** What the plugin asks to be allowed, by the permission's name. Recorded, not enforced. */
  readonly permissions: Readonly<Record<string, PermissionGrant>>;
  /** Ids that the plugin had before; config that names one of them means this plugin. */
  readonly legacyIds: readonly string[];
  /** Ids of plugins that go before this one, where they run. */
  readonly after: readonly string[];
  /** Ids of plugins that go after this one, where they run. */
  readonly before: readonly string[];
  /** Only honoured for bundled plugins. */
  readonly enabledByDefault: boolean;
  /** Fields of a foreign format that have no meaning here; kept readable. */
  readonly foreign: Readonly<Record<string, unknown>>;
}

const nothing = Object.freeze({});
const none: readonly never[] = Object.freeze([]);

/** Takes no config at all. */
export const noConfigSchema: JsonSchema = Object.freeze({ type: "object", additionalProperties: false });
const noSetup: PluginManifest["setup"] = Object.freeze({ env: nothing });
const noActivation: PluginManifest["activation"] = Object.freeze({ onStartup: false, on: none, enabledBy: none });

/** As many members as a format knows of; one that is undefined counts as absent. */
type ManifestMembers = { readonly [Name in keyof PluginManifest]?: PluginManifest[Name] | undefined } & {
  readonly id: string;
};

/**
 * A manifest with what is given, and nothing declared elsewhere. Member by member: to spread one over the other takes many
 * times as long, and thousands are read at a start.
 */
export function completeManifest(given: ManifestMembers): PluginManifest {
  const { name, description, version, icon, userConfigSchema } = given;
  const manifest: { -readonly [Name in keyof PluginManifest]: PluginManifest[Name] } = {
    id: given.id,
    categories: given.categories ?? none,
    locales: given.locales ?? nothing,
    engines: given.engines ?? nothing,
    provides: given.provides ?? nothing,
    declarations: given.declarations ?? "strict",
    undeclarable: given.undeclarable ?? none,
    configSchema: given.configSchema ?? noConfigSchema,
    configSubscriptions: given.configSubscriptions ?? none,
    ui: given.ui ?? nothing,
    setup: given.setup ?? noSetup,
    activation: given.activation ?? noActivation,
    slots: given.slots ?? none,
    requires: given.requires ?? nothing,
    conflicts: given.conflicts ?? nothing,
    permissions: given.permissions ?? nothing,
    legacyIds: given.legacyIds ?? none,
    after: given.after ?? none,
    before: given.before ?? none,
    enabledByDefault: given.enabledByDefault ?? false,
    foreign: given.foreign ?? nothing,
  };
  if (name !== undefined) manifest.name = name;
  if (description !== undefined) manifest.description = description;
  if (version !== undefined) manifest.version = version;
  if (icon !== undefined) manifest.icon = icon;
  if (userConfigSchema !== undefined) manifest.userConfigSchema = userConfigSchema;
  return manifest;
}

/** The ids that a manifest declares under a contract's key. */
export function providedIds(manifest: PluginManifest, key: string): readonly string[] {
  const provided = manifest.provides[key];
  return provided === undefined ? none : Object.keys(provided);
}
