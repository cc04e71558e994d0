import type { JsonReading, JsonText } from "../config/json-text.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { FormatRuntime } from "./format-runtime.js";
import type { PluginManifest } from "./manifest.js";
import type { Origin } from "./roots.js";
import type { Vocabulary } from "./vocabulary.js";

/** A name in a folder and what stands there, links followed. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: "file" | "folder";
}

/** A plugin's folder, as a format may look into it. Paths are relative to it. It gives no way to run anything. */
export interface PluginFolder {
  /** Absolute path, all links resolved. */
  readonly root: string;
  readonly origin: Origin;
  /** package.json, where there is one and it is sound. */
  readonly packageJson?: { readonly path: string; readonly json: JsonText } | undefined;
  /** Whether a file is there. */
  exists(file: string): boolean;
  /**
   * What is right below a folder, by name; nothing where there is none. A folder that does not pass the gates (it leads
   * out of the plugin's, others may write to it) counts as empty, and core says so: `FILE_ESCAPES`, `FOLDER_TOO_FULL`,
   * `PATH_…`, as warnings.
   */
  list(folder: string): readonly FolderEntry[];
  /**
   * A file's text; nothing where it is not there. One that does not pass the gates, or is larger than a manifest may be,
   * counts as not there, and core says so: `FILE_ESCAPES`, `FILE_TOO_LARGE`, `FILE_UNREADABLE`, `PATH_…`, as warnings.
   */
  read(file: string): string | undefined;
}

/** What a format is given to read: the texts, and what else is in the folder. */
export interface ManifestSource extends PluginFolder {
  /** Absolute path of the manifest; the plugin's folder where the format has none. */
  readonly path: string;
  /** The manifest; its value is an object, an empty one where the format has none. */
  readonly json: JsonText;
  readonly vocabulary: Vocabulary;
  /** Prefer source over built files: development and watch mode. */
  readonly development: boolean;
}

/** One plugin of a manifest. Without `entry` and `entryProblem` it has no code: it is never loaded. */
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
  /** Names the format in reports; several formats may share it. */
  readonly name: string;
  /**
   * The manifest's path in the plugin's folder, with `/`. Absent: the layout of the folder says what it is, `recognise`
   * is asked, and a folder that is another format's by its manifest or its package.json is not this one's.
   */
  readonly manifestFile?: string;
  /** The format's block in package.json, if it has one. */
  readonly packageKey?: string;
  /**
   * Whether a folder is of this format; without it, one that has the manifest certainly is. Of the formats that say
   * `certain` the first counts; if none does, the first that says `likely`.
   */
  recognise?(folder: PluginFolder): "certain" | "likely" | undefined;
  /** Awaited before the first folder of this format is read: the place to import a library that only it needs. */
  prepare?(): Promise<void>;
  /** Reads the text; JSON with comments unless given. */
  parse?(text: string): JsonReading;
  /** Turns a manifest into plugins. Must not throw for bad input: bad input is a diagnostic. */
  read(source: ManifestSource): ManifestReading;
  /** How its plugins run, where that differs from native ones; awaited when the first of them is loaded. */
  runtime?(): Promise<FormatRuntime>;
}
