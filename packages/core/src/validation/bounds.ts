import { _, type Ajv, type KeywordCxt } from "ajv";
import { readPointer } from "../config/pointer.js";

/** So much is compiled of any schema, in keywords; of a larger one, twice as much as it has. */
const mostCompiled = 20_000;

/** So many references are followed for any config, and so many errors found on the way; more for a larger one. */
const mostSteps = 50_000;
const stepsForValue = 100;

/** Why a schema is not to be compiled, where Ajv would make so much code of it that memory runs out. */
export function tooMuchCode(schema: object): string | undefined {
  const parts = weigh(schema);
  const { own, compiled } = parts.get(schema) ?? nothing;
  const whole = compiled + compiledForReferences(schema, parts);
  return whole > Math.max(mostCompiled, own * 2) ? "references within references make it too large" : undefined;
}

/** How much a part of a schema is, with all that is in it: as it is written, and as Ajv compiles it. */
interface Weight {
  readonly own: number;
  readonly compiled: number;
}

type Weights = ReadonlyMap<object, Weight>;

const nothing: Weight = { own: 0, compiled: 0 };

/** Names and pointers are looked up, each with each. Nobody writes so many of both. */
const mostPairs = 250_000;

/** What it takes to make a function at all. */
const oneFunction = 20;

/** Longer lists of plain values become loops. */
const mostUnrolled = 200;

function weigh(schema: object): Weights {
  const parts = new Map<object, Weight>();
  const visit = (value: object): Weight => {
    const inner = Object.values(value) as readonly unknown[];
    let own = 0;
    let compiled = 0;
    for (const [index, child] of inner.entries()) {
      const isHeld = typeof child === "object" && child !== null;
      if (!isHeld && Array.isArray(value) && index >= mostUnrolled) continue;
      const weight = isHeld ? visit(child) : nothing;
      own += 1 + weight.own;
      compiled += 1 + weight.compiled;
    }
    // Ajv compiles what has a dynamic anchor once more, by itself; and once more what is in it.
    const weight = { own, compiled: value !== schema && isDynamic(value) ? compiled * 2 + oneFunction : compiled };
    parts.set(value, weight);
    return weight;
  };
  visit(schema);
  return parts;
}

type Part = Readonly<Record<string, unknown>>;

function isDynamic(part: object): boolean {
  const { $dynamicAnchor, $recursiveAnchor } = part as Part;
  return typeof $dynamicAnchor === "string" || $recursiveAnchor === true;
}

/** What a reference leads to is compiled by itself, for each way in which a reference names it. */
function compiledForReferences(schema: object, parts: Weights): number {
  const pointers = new Map<string, string>();
  const tops = new Set([schema]);
  let sum = 0;
  for (const [part, { compiled }] of parts) {
    const { $ref, $id, $anchor } = part as Part;
    const pointer = typeof $ref === "string" ? pointerIn($ref) : undefined;
    if (pointer !== undefined) pointers.set(String($ref), pointer);
    if (typeof $id === "string") tops.add(part);
    if (part !== schema && (typeof $id === "string" || typeof $anchor === "string")) sum += compiled;
  }
  if (tops.size * pointers.size > mostPairs) return Infinity;
  for (const pointer of pointers.values()) {
    // A name changes what the pointers within are read from; which it is for this one need not be known here.
    for (const top of tops) {
      const target = readPointer(top, pointer);
      if (target !== schema) sum += parts.get(target as object)?.compiled ?? 0;
    }
  }
  return sum;
}

function pointerIn(reference: string): string | undefined {
  const at = reference.indexOf("#/");
  if (at === -1) return undefined;
  try {
    return decodeURIComponent(reference.slice(at + 1));
  } catch {
    // It is no URI, and Ajv will say so.
    return undefined;
  }
}

/** Runs work in which a config is checked. Throws where references multiply that work. */
export type Bounded = <Made>(config: unknown, work: () => Made) => Made;

/**
 * Makes validators give up where references multiply the work: one that doubles thirty times in a row would go on for
 * days. Schemas themselves are checked without a bound, as their own schema does not do that.
 */
export function boundSteps(ajv: Ajv): Bounded {
  let most = Infinity;
  let steps = 0;
  const count = (errors: number): void => {
    steps += 1;
    if (steps > most || errors > most) throw new Error("references within references make checking a config too long");
  };
  for (const keyword of ["$ref", "$dynamicRef", "$recursiveRef"]) {
    const definition = ajv.getKeyword(keyword);
    if (typeof definition !== "object" || !("code" in definition)) continue;
    const { code } = definition;
    // Each Ajv has definitions of its own. `errors` is what Ajv calls the number of those found so far.
    Object.assign(definition, {
      code(context: KeywordCxt, type?: string) {
        context.gen.code(_`${context.gen.scopeValue("func", { ref: count })}(errors);`);
        code(context, type);
      },
    });
  }
  return (config, work) => {
    most = mostSteps + stepsForValue * valuesIn(config);
    steps = 0;
    try {
      return work();
    } finally {
      most = Infinity;
    }
  };
}

function valuesIn(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  let count = 1;
  for (const inner of Object.values(value)) count += valuesIn(inner);
  return count;
}
