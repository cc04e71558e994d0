import { readJsonText, type JsonText } from "../config/json-text.js";
import { describeFound } from "../config/schema-issue.js";
import type { TextFile } from "../config/text-file.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { messageOf } from "../diagnostics/error.js";
import type { ManifestFormat, ManifestReading, ManifestSource, PluginFolder } from "./format.js";
import { idInHead } from "./id.js";
import type { OpenedFolder } from "./plugin-folder.js";
import type { Vocabulary } from "./vocabulary.js";

/** What is read: a manifest's text, or a folder whose format has none. */
export interface ManifestToRead {
  readonly format: ManifestFormat;
  readonly folder: PluginFolder & Pick<OpenedFolder, "packageFile">;
  /** Absolute path of the manifest; of the folder where there is none. */
  readonly path: string;
  readonly manifest: TextFile | undefined;
}

/** What a format made of a manifest, with its text, where that could be read. */
export interface TextReading extends Pick<ManifestReading, "plugins" | "diagnostics"> {
  readonly id: string | undefined;
  readonly json: JsonText | undefined;
}

interface Circumstances {
  readonly vocabulary: Vocabulary;
  readonly development: boolean;
}

/** Has the format read the manifest. Never throws: the format's fault is a diagnostic. */
export function readManifest(toRead: ManifestToRead, circumstances: Circumstances): TextReading {
  const { format, path, manifest } = toRead;
  if (manifest?.isCut) return nothingRead([], idInHead(manifest.text));
  try {
    const parsed = manifest ? (format.parse ?? readJsonText)(manifest.text) : readJsonText("{}");
    if (!parsed.ok) {
      const { reason, line, column } = parsed.problem;
      return nothingRead([diagnose("MANIFEST_SYNTAX", { reason }, { path, line, column })]);
    }
    return readJson(toRead, parsed.json, circumstances);
  } catch (error) {
    // A format may come from the application; its fault must not stop other plugins.
    const reason = messageOf(error);
    return nothingRead([diagnose("MANIFEST_READER_FAILED", { format: format.name, reason }, { path })]);
  }
}

function readJson({ format, folder, path }: ManifestToRead, json: JsonText, circumstances: Circumstances): TextReading {
  const { value } = json;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return nothingRead([diagnose("MANIFEST_NOT_OBJECT", { found: describeFound(value, true) }, { path })]);
  }
  const { packageFile } = folder;
  if (packageFile && "problem" in packageFile) {
    return nothingRead([packageFile.problem], (value as { id?: unknown }).id);
  }
  const { plugins, id, diagnostics } = format.read(toSource(folder, path, json, circumstances));
  return { plugins, id, diagnostics, json };
}

function nothingRead(diagnostics: readonly Diagnostic[], id?: unknown): TextReading {
  return { plugins: [], id: typeof id === "string" ? id : undefined, diagnostics, json: undefined };
}

function toSource(
  folder: PluginFolder,
  path: string,
  json: JsonText,
  { vocabulary, development }: Circumstances,
): ManifestSource {
  const { root, origin, packageJson } = folder;
  return {
    root,
    origin,
    path,
    json,
    packageJson,
    exists: (file) => folder.exists(file),
    list: (listed) => folder.list(listed),
    read: (file) => folder.read(file),
    vocabulary,
    development,
  };
}
