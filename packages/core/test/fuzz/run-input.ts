import { exercise } from "./exercise.js";
import { makeInput, type FuzzInput } from "./input.js";
import { outsideText, secretText, type Place } from "./place.js";
import { watchPrototypes } from "./pollution.js";
import { readApart } from "./read-apart.js";
import type { ManifestFormat } from "../../src/catalog/format.js";
import { diagnosticCatalogue } from "../../src/diagnostics/catalogue.js";

/** Something that must not be. */
export interface Finding {
  readonly index: number;
  readonly kind: FuzzInput["kind"] | "unknown";
  readonly what: string;
}

/** What was seen of one input. */
export interface Seen {
  readonly findings: readonly Finding[];
  readonly schemas: readonly { readonly text: string; readonly isSound: boolean }[];
  /** How long processors worked on it, in milliseconds: a clock would blame it for what else the machine does. */
  readonly milliseconds: number;
  readonly isWhole: boolean;
}

/** What every input meets. */
export interface Circumstances {
  readonly place: Place;
  readonly formats: readonly ManifestFormat[];
  /** The only kind of inputs that is made. */
  readonly kind?: FuzzInput["kind"] | undefined;
  /** Codes besides core's own. */
  readonly codes: readonly string[];
  /** How long processors may work on one input, in milliseconds. */
  readonly budget: number;
}

const prototypes = watchPrototypes();

/** What all objects inherit and should not, of all inputs so far. */
export const changedPrototypes = (): readonly string[] => prototypes.changed();

function describe(error: unknown): string {
  return error instanceof Error
    ? String(error.stack).split("\n").slice(0, 4).join(" | ")
    : `no error but ${String(error)}`;
}

async function problemsOf(
  input: FuzzInput,
  { place, formats, codes }: Circumstances,
): Promise<Pick<Seen, "schemas"> & { problems: string[] }> {
  try {
    const { diagnostics, told, schemas, contradictions } = await (input.isWhole ? exercise : readApart)(
      input,
      place,
      formats,
    );
    const isKnown = (code: string) => Object.hasOwn(diagnosticCatalogue, code) || codes.includes(code);
    const unknown = new Set(diagnostics.map(({ code }) => code).filter((code) => !isKnown(code)));
    const faults = diagnostics.filter(({ code }) => code === "MANIFEST_READER_FAILED");
    return {
      schemas,
      problems: [
        ...contradictions,
        ...[...unknown].map((code) => `${code} is in no catalogue`),
        ...faults.map(({ message }) => `a format threw: ${message}`),
        ...(told.includes(secretText) ? ["a secret was told"] : []),
        ...(told.includes(outsideText) ? ["a file outside was read"] : []),
      ],
    };
  } catch (error) {
    return { schemas: [], problems: [`it threw: ${describe(error)}`] };
  }
}

/** Makes the input of a seed and an index, sends it through, and looks at what it left behind. */
export async function runInput(seed: number, index: number, circumstances: Circumstances): Promise<Seen> {
  const { place, budget } = circumstances;
  const input = makeInput(seed, index, circumstances.kind);
  if (input.isWhole) place.write(input);
  const start = process.cpuUsage();
  const { schemas, problems } = await problemsOf(input, circumstances);
  const { user, system } = process.cpuUsage(start);
  const milliseconds = (user + system) / 1000;
  const left = [
    ...prototypes.counted().map((name) => `${name} has another number of members: ${changedPrototypes().join()}`),
    ...(input.isWhole ? place.clear() : []).map((path) => `a file came or went: ${path}`),
    ...("fuzzRan" in globalThis ? ["a plugin's code was run"] : []),
    ...(milliseconds > budget ? [`it took ${Math.round(milliseconds)} ms`] : []),
  ];
  const { isWhole } = input;
  return {
    schemas,
    milliseconds,
    isWhole,
    findings: [...problems, ...left].map((what) => ({ index, kind: input.kind, what })),
  };
}
