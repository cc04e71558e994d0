import type { ReadyCandidate } from "../catalog/candidate.js";
import type { JsonSchema } from "../catalog/manifest.js";
import { readPointer, writePointer } from "../config/pointer.js";
import type { CheckOptions } from "./check-options.js";
import { deepFreeze, withDefaults, writtenConfig, type ConfigCheck } from "./config-state.js";
import { placeOf } from "./issue-diagnostic.js";
import { questionOf, type Question } from "./question.js";
import { answerTo } from "./referee.js";
import { configRefusal, type ConfigRefusal } from "./refusal.js";
import { isSecretRef, readSecret } from "./secret-ref.js";
import type { ConfigVerdict } from "./verdict.js";

/** What is already known of a plugin's config; imports and compiles nothing. */
export function recallConfig(candidate: ReadyCandidate, options: CheckOptions): ConfigCheck {
  const asked = askAbout(candidate, options);
  return "question" in asked ? toCheck(asked, options.store.find(asked.question)) : asked;
}

/** Holds a plugin's config against its schema, unless that is remembered. */
export async function checkConfig(candidate: ReadyCandidate, options: CheckOptions): Promise<ConfigCheck> {
  const asked = askAbout(candidate, options);
  if (!("question" in asked)) return asked;
  const verdict = answerTo(asked.question, options.store);
  // What is remembered is not waited for: thousands are checked at a start.
  return toCheck(asked, verdict instanceof Promise ? await verdict : verdict);
}

/** A plugin's config, and what is to be asked about it. */
interface Asked {
  readonly written: ConfigCheck["written"];
  readonly question: Question;
}

/** What came of a schema last. While nobody wrote another config, it is not even put as a question when all is read anew. */
const lastChecks = new WeakMap<JsonSchema, ConfigCheck>();

function askAbout(candidate: ReadyCandidate, { loaded, secrets }: CheckOptions): ConfigCheck | Asked {
  const { configSchema } = candidate.manifest;
  const written = writtenConfig(candidate, loaded, secrets);
  if (takesNothing(configSchema, written)) return { state: "valid", written, verdict: trivial };
  const last = lastChecks.get(configSchema);
  if (last?.written === written) return last;
  return { written, question: questionOf(configSchema, written, "references") };
}

function toCheck({ written, question }: Asked, verdict: ConfigVerdict | undefined): ConfigCheck {
  if (!verdict) return { state: "unchecked", written };
  const check: ConfigCheck = { state: verdict.status === "valid" ? "valid" : "invalid", written, verdict };
  lastChecks.set(question.schema, check);
  return check;
}

const trivial: ConfigVerdict = { status: "valid", defaults: [], secrets: [], issues: [], unknownKeywords: [] };

/** The commonest pair by far, an object without properties and no config, needs no referee. */
function takesNothing(schema: JsonSchema, written: ConfigCheck["written"]): boolean {
  if (Object.keys(written).length > 0 || schema["type"] !== "object") return false;
  return Object.keys(schema).every(
    (key) =>
      key === "type" ||
      key === "additionalProperties" ||
      key === "$schema" ||
      (key === "properties" && Object.keys(Object(schema["properties"])).length === 0),
  );
}

/** The config as the plugin gets it, or why it gets none. */
export type ResolvedConfig =
  | { readonly config: Readonly<Record<string, unknown>> }
  | { readonly refusal: ConfigRefusal };

/** Defaults in place, secrets resolved and held against the author's own schema, frozen. */
export async function resolveConfig(
  candidate: ReadyCandidate,
  check: ConfigCheck & { readonly verdict: ConfigVerdict },
  options: CheckOptions,
): Promise<ResolvedConfig> {
  const refusal = configRefusal(candidate, check, options);
  if (refusal) return { refusal };
  const whole = withDefaults(check.written, check.verdict);
  const hidden = check.verdict.secrets;
  if (hidden.length === 0) return { config: deepFreeze(whole) };
  for (const pointer of hidden) {
    const ref = readPointer(whole, pointer);
    const reading = isSecretRef(ref) ? readSecret(ref, options.secrets) : undefined;
    if (!reading) continue;
    if ("problem" in reading) {
      const missing = { ...reading.problem, ...placeOf(candidate.id, pointer, options.loaded) };
      return { refusal: { reason: "secret-unavailable", diagnostics: [missing] } };
    }
    options.redactor.learn(reading.value);
    writePointer(whole, pointer, reading.value);
  }
  const { configSchema } = candidate.manifest;
  const verdict = await answerTo(questionOf(configSchema, whole, "resolved"), options.store);
  const refused = configRefusal(candidate, { state: "invalid", written: whole, verdict, hidden }, options);
  return refused ? { refusal: refused } : { config: deepFreeze(withDefaults(whole, verdict)) };
}
