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
}

/**
 * A plugin's manifest in the one form that every stage works with, whatever format it was read from. Plain data, read
 * without running anything.
 */
export interface PluginManifest {
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  readonly version?: string;
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
  readonly ui: Readonly<Record<string, UiHint>>;
  readonly setup: {
    /** Config key (dotted) to the environment variables that supply it, the first that is set counts. */
    readonly env: Readonly<Record<string, readonly string[]>>;
  };
  readonly activation: {
    readonly onStartup: boolean;
    /** Triggers, for example `provider:openai`. */
    readonly on: readonly string[];
  };
  /** Exclusive slots that the plugin can fill, for example `memory`. */
  readonly slots: readonly string[];
  /** Ids of plugins that must run, each with a semver range. */
  readonly requires: Readonly<Record<string, string>>;
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

/** A manifest with what is given, and nothing declared elsewhere. */
export function completeManifest(given: Partial<PluginManifest> & Pick<PluginManifest, "id">): PluginManifest {
  return {
    engines: nothing,
    provides: nothing,
    declarations: "strict",
    undeclarable: none,
    configSchema: { type: "object", additionalProperties: false },
    ui: nothing,
    setup: { env: nothing },
    activation: { onStartup: false, on: none },
    slots: none,
    requires: nothing,
    after: none,
    before: none,
    enabledByDefault: false,
    foreign: nothing,
    ...given,
  };
}

/** The ids that a manifest declares under a contract's key. */
export function providedIds(manifest: PluginManifest, key: string): readonly string[] {
  const provided = manifest.provides[key];
  return provided === undefined ? none : Object.keys(provided);
}
