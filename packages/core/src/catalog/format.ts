import type { JsonReading, JsonText } from "../config/json-text.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { PluginManifest } from "./manifest.js";
import type { Origin } from "./roots.js";
import type { Vocabulary } from "./vocabulary.js";

/** What a format is given to read: the texts, and whether files are there. It gets no way to run anything. */
export interface ManifestSource {
  /** The plugin's folder, all links resolved. */
  readonly root: string;
  readonly origin: Origin;
  /** Absolute path of the manifest. */
  readonly path: string;
  /** The manifest; its value is an object. */
  readonly json: JsonText;
  /** package.json beside it, where there is one. */
  readonly packageJson?: { readonly path: string; readonly json: JsonText };
  /** Whether a file is there, relative to the folder. */
  exists(file: string): boolean;
  readonly vocabulary: Vocabulary;
  /** Prefer source over built files: development and watch mode. */
  readonly development: boolean;
}

/** One plugin of a manifest. */
export interface PluginReading {
  readonly manifest: PluginManifest;
  /** The entry file, relative to the plugin's folder. */
  readonly entry?: string;
  /** Why there is no entry to load, or why this one cannot be. The plugin stays in the catalogue. */
  readonly entryProblem?: Diagnostic;
}

/** What a format made of a manifest. A diagnostic of level `error` keeps the plugins of this manifest out. */
export interface ManifestReading {
  readonly plugins: readonly PluginReading[];
  /** The id, where it could be read although the rest could not. */
  readonly id?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** How one kind of manifest is found and read. An application may add its own. */
export interface ManifestFormat {
  /** Names the format in reports. */
  readonly name: string;
  /** The manifest's file name. */
  readonly manifestFile: string;
  /** The format's block in package.json. */
  readonly packageKey: string;
  /** Reads the text; JSON with comments unless given. */
  parse?(text: string): JsonReading;
  /** Turns a manifest into plugins. Must not throw for bad input: bad input is a diagnostic. */
  read(source: ManifestSource): ManifestReading;
}
