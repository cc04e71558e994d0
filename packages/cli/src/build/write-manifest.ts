import { chmodSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readJsonText } from "@mortise/core/catalog";
import { differences } from "./differences.js";
import { editJson } from "./edit-json.js";
import { isJsonObject, type JsonObject } from "./json.js";

/** A manifest as it is on disk now. */
export interface ManifestText {
  readonly text: string;
  readonly value: JsonObject;
  /** Where the value at a pointer stands. */
  locate(pointer: string): { readonly line: number; readonly column: number } | undefined;
}

/** Reads a manifest. Throws an `Error` that says why where it cannot be read any more. */
export function readManifest(path: string): ManifestText {
  const text = readFileSync(path, "utf8");
  const reading = readJsonText(text);
  if (!reading.ok) throw new Error(`line ${reading.problem.line}: ${reading.problem.reason}`);
  const { value, locate } = reading.json;
  if (!isJsonObject(value)) throw new Error("it is no object");
  return { text, value, locate };
}

/**
 * Brings a manifest to say what is wanted; comments, order and layout of what was right stay. Whoever reads it meanwhile
 * sees the old one or the new one, whole. Throws an `Error` that says why where that cannot be done.
 */
export function writeManifest(path: string, { text }: ManifestText, wanted: JsonObject): void {
  const edited = editJson(text, wanted);
  const reading = readJsonText(edited);
  if (!reading.ok || differences(reading.json.value, wanted).length > 0) {
    throw new Error("a manifest cannot hold what the source has; is a key there twice, or named __proto__?");
  }
  replaceFile(realpathSync(path), edited);
}

function replaceFile(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    chmodSync(temporary, statSync(path).mode);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
