import { basename } from "node:path";
import { readPointer, type Candidate } from "@mortise/core/catalog";
import { describe, expect, it } from "vitest";
import { manifestOf, notesOf, readOne } from "../../test/plugin-folder.js";
import { samples } from "../../test/samples/all.js";
import type { Sample } from "../../test/samples/sample.js";
import { activationKeys, contractKeys, knownKeys } from "./known.js";
import { fieldPlaces } from "./places.js";

type Json = Readonly<Record<string, unknown>>;

const places = fieldPlaces.flatMap((section) => section.places);
const inManifest = (field: string) => !/^(?:openclaw|engines)\./.test(field);

function read(fields: Json, packageJson: Json | undefined, files: Json = {}): Candidate {
  return readOne({
    "openclaw.plugin.json": { id: "sample", configSchema: { type: "object" }, ...fields },
    "index.js": "",
    ...(packageJson && { "package.json": packageJson }),
    ...files,
  });
}

function readSample({ context = {}, given, of, files }: Sample, isGiven: boolean): Candidate {
  if (of === undefined) return read({ ...context, ...(isGiven && given) }, undefined, files);
  const added = isGiven ? given : {};
  return read(context, of === "openclaw" ? { openclaw: added } : added, files);
}

/** The normalised manifest, and the entry beside it. */
const lookInto = (candidate: Candidate) => ({
  ...manifestOf(candidate),
  entry: basename(candidate.entry?.file ?? ""),
});

/** Whether a pointer is what a place stands for: `provides.speech.<id>` is `/provides/speech/voice`. */
function isAt(place: string, pointer: string): boolean {
  const pattern = place.split(".").map((part) => (part.startsWith("<") ? "[^/]+" : part));
  return new RegExp(`^/${pattern.join("/")}(?:/|$)`).test(pointer);
}

describe("the table of places [OC-2]", () => {
  it("has a row for every field, once", () => {
    const fields = places.map(({ field }) => field);
    expect(new Set(fields).size).toBe(fields.length);
    const known = [
      ...knownKeys,
      ...activationKeys.map((key) => `activation.${key}`),
      ...contractKeys.map((key) => `contracts.${key}`),
    ];
    expect(known.filter((key) => !fields.includes(key))).toEqual([]);
    const top = fields.filter((field) => inManifest(field) && !field.includes("."));
    expect(top.filter((field) => !knownKeys.includes(field))).toEqual([]);
  });

  it("has a sample for every field with a place, and for no other", () => {
    const mapped = places.filter((place) => place.places.length > 0).map(({ field }) => field);
    expect(Object.keys(samples).toSorted()).toEqual(mapped.toSorted());
  });

  it("says why of what is only kept", () => {
    for (const { field, places: all, note } of places) expect(all.length > 0 || note !== "", field).toBe(true);
  });
});

const mapped = places.filter((place) => place.places.length > 0).map((place) => [place.field, place] as const);

const sampleOf = (field: string) => samples[field] as Sample;

describe("a field with a place", () => {
  it.each(mapped)("%s goes there", (field, place) => {
    const sample = sampleOf(field);
    const without = lookInto(readSample(sample, false));
    const candidate = readSample(sample, true);
    const whole = lookInto(candidate);
    for (const [pointer, value] of Object.entries(sample.has)) {
      expect(readPointer(whole, pointer), pointer).toEqual(value);
      expect(readPointer(without, pointer), pointer).not.toEqual(value);
    }
    for (const each of place.places) {
      expect(
        Object.keys(sample.has).some((pointer) => isAt(each, pointer)),
        each,
      ).toBe(true);
    }
    expect(notesOf(candidate).filter((note) => !note.includes("OPENCLAW_REQUIREMENT_LENIENT"))).toEqual([]);
  });

  const written = mapped.filter(([field]) => inManifest(field));

  it.each(written)("%s stays readable as well, or is in its place alone", (field, place) => {
    const [top = ""] = field.split(".");
    const { foreign } = manifestOf(readSample(sampleOf(field), true));
    expect(foreign[top]).toEqual(place.isKept ? sampleOf(field).given[top] : undefined);
  });

  it.each(written.filter(([, { key }]) => key !== undefined))("%s stays readable where there is no place", (field) => {
    const { given, files, has } = sampleOf(field);
    const [top = ""] = field.split(".");
    const manifest = { id: "sample", configSchema: {}, ...given };
    const bare = { sdk: { contracts: {}, hooks: {} } };
    const { provides, foreign } = manifestOf(
      readOne({ "openclaw.plugin.json": manifest, "index.js": "", ...files }, bare),
    );
    expect(provides).toEqual({});
    // Of servers the values are nowhere but in the file.
    expect(foreign[top]).toEqual(top === "mcpServers" ? { files: has["/provides/mcp-servers/files"] } : given[top]);
  });
});

/** A value that a field takes without a word. */
function valueFor(field: string): unknown {
  const candidates = [{ a: 1 }, ["x"], [{ a: 1 }], true, "x", { a: {} }];
  const taken = candidates.find((value) => notesOf(read(nest(field, value), undefined)).length === 0);
  if (taken === undefined) throw new Error(`nothing fits ${field}`);
  return taken;
}

/** A value under a dotted name; `<id>` and the like become `x`. */
function nest(field: string, value: unknown): Json {
  const path = field.split(".").map((part) => (part.startsWith("<") ? "x" : part));
  return path.reduceRight<unknown>((inner, part) => ({ [part]: inner }), value) as Json;
}

const kept = places.filter((place) => place.places.length === 0).map(({ field }) => field);

it.each(kept)("%s, which has none, stays readable", (field) => {
  const isPackage = !inManifest(field);
  const value = isPackage ? { a: 1 } : valueFor(field);
  const written = nest(field, value);
  const { foreign } = manifestOf(isPackage ? read({}, written) : read(written, undefined));
  const [top = ""] = field.split(".");
  expect(isPackage ? foreign["package.json"] : foreign[top]).toEqual(isPackage ? written : written[top]);
});

it("a server's environment is nowhere in the normalised manifest", () => {
  const { given } = samples["mcpServers"] as Sample;
  for (const sdk of [undefined, { contracts: {}, hooks: {} }]) {
    const files = { "openclaw.plugin.json": { id: "sample", configSchema: {}, ...given }, "index.js": "" };
    expect(JSON.stringify(readOne(files, sdk && { sdk }))).not.toContain("sk-live");
  }
});
