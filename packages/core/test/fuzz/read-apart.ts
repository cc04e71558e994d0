import { unlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gatewaySdk } from "@mortise/sdk";
import type { Outcome } from "./exercise.js";
import type { FuzzInput } from "./input.js";
import type { Place } from "./place.js";
import type { ManifestFormat } from "../../src/catalog/format.js";
import { nativeFormat } from "../../src/catalog/native/read.js";
import { readManifest, type ManifestToRead } from "../../src/catalog/read-manifest.js";
import { vocabularyOf } from "../../src/catalog/vocabulary.js";
import { readJsonText } from "../../src/config/json-text.js";
import { namedPlugins, readHostConfig } from "../../src/config/read.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";

const vocabulary = vocabularyOf(gatewaySdk);
const stats = { size: 0 } as never;

/** A plugin's folder that is nowhere but in the input. */
function folderOf({ things }: FuzzInput, root: string): ManifestToRead["folder"] {
  const files = new Map(things.flatMap(([path, thing]) => ("bytes" in thing ? [[path, thing.bytes.toString()]] : [])));
  const reading = readJsonText(files.get(join(root, "package.json")) ?? "{}");
  const packageJson = reading.ok ? { path: join(root, "package.json"), json: reading.json } : undefined;
  const read = (file: string) => files.get(join(root, file));
  const exists = (file: string) => read(file) !== undefined;
  return { root, origin: "bundled", packageFile: packageJson, packageJson, exists, list: () => [], read };
}

function manifestDiagnostics(input: FuzzInput, formats: readonly ManifestFormat[]): readonly Diagnostic[] {
  return input.things.flatMap(([path, thing]) => {
    const format = [nativeFormat, ...formats].find(({ manifestFile }) => manifestFile === basename(path));
    if (!format || !("bytes" in thing)) return [];
    const manifest = { text: thing.bytes.toString(), stats, isCut: false };
    const toRead = { format, folder: folderOf(input, dirname(path)), path, manifest };
    const reading = readManifest(toRead, { vocabulary, development: input.development });
    for (const { pointer = "" } of reading.diagnostics) reading.json?.locate(pointer);
    return reading.diagnostics;
  });
}

function configDiagnostics({ things }: FuzzInput, { folder }: Place): readonly Diagnostic[] {
  return things.flatMap(([path, thing]) => {
    if (path !== "mortise.jsonc" || !("bytes" in thing)) return [];
    const file = join(folder, path);
    writeFileSync(file, thing.bytes);
    const loaded = readHostConfig({ file, cwd: folder, sections: ["channels", "agents"] });
    unlinkSync(file);
    for (const { pointer } of namedPlugins(loaded.config)) loaded.place(pointer);
    return loaded.diagnostics;
  });
}

/** Sends each text of an input through its own reader alone: much cheaper than the whole way, so many more go it. */
export function readApart(input: FuzzInput, place: Place, formats: readonly ManifestFormat[]): Outcome {
  const diagnostics = [...configDiagnostics(input, place), ...manifestDiagnostics(input, formats)];
  return { diagnostics, told: JSON.stringify(diagnostics), schemas: [], contradictions: [] };
}
