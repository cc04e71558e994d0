import { isDeepStrictEqual } from "node:util";
import { joinPointer } from "@mortise/core";
import type { Finding, Findings } from "./check.js";
import { placeIn } from "./diagnostics.js";
import type { ActiveLife } from "./life.js";
import type { Subject } from "./subject.js";

/** Whether the schemas that the code has are those that the manifest has; code may have none. */
export function checkSchemaSource({ imported: { plugin } }: ActiveLife, { candidate, root }: Subject): Findings {
  const { configSchema, userConfigSchema } = candidate.manifest;
  const file = candidate.manifestPath ?? root;
  const pairs = [
    { key: "configSchema", source: plugin.config, written: configSchema },
    { key: "userConfigSchema", source: plugin.userConfig, written: userConfigSchema },
  ].filter(({ source }) => source !== undefined);
  if (pairs.length === 0) return { skipped: "its code has no schema" };
  const foreign = pairs.filter(({ source }) => isForeign(source));
  const findings = pairs
    .filter(({ source }) => !isForeign(source))
    .flatMap(({ key, source, written }) => difference(key, plain(source), plain(written), file, root));
  const advice = foreign.map(({ key }) => ({
    what: `The code's schema is of a library that does not write JSON Schema, so nobody knows whether ${key} is the same.`,
    mend: "Write it with Type of @mortise/sdk/typebox.",
  }));
  return { findings, advice };
}

/** Schemas of other libraries are objects as well, and say nothing as JSON. */
function isForeign(schema: unknown): boolean {
  return typeof schema !== "object" || schema === null || ("~standard" in schema && !("~kind" in schema));
}

/** As JSON; TypeBox's own notes have names with a tilde. */
function plain(schema: unknown): unknown {
  const text = JSON.stringify(schema, (key, value: unknown) => (key.startsWith("~") ? undefined : value));
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}

function difference(key: string, source: unknown, written: unknown, file: string, root: string): readonly Finding[] {
  const pointer = firstDifference(source, written, joinPointer("", key));
  if (pointer === undefined) return [];
  return [
    {
      what: `The manifest's ${key} is not the schema of the code.`,
      where: placeIn(file, pointer),
      mend: `Run: npx mortise plugins build ${placeIn(root)}`,
    },
  ];
}

function firstDifference(one: unknown, other: unknown, pointer: string): string | undefined {
  if (isDeepStrictEqual(one, other)) return undefined;
  if (!isObject(one) || !isObject(other)) return pointer;
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const found = firstDifference(one[key], other[key], joinPointer(pointer, key));
    if (found !== undefined) return found;
  }
  return pointer;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
