import type { Diagnostic, HostChange } from "@mortise/core";
import { differencesOf } from "./brought.js";
import type { Finding, Findings } from "./check.js";
import { findingOf, findingsOf, placeIn } from "./diagnostics.js";
import type { ActiveLife, Life } from "./life.js";
import type { Subject } from "./subject.js";

const contractCodes = ["REGISTER_MALFORMED", "REGISTER_UNKNOWN_KIND", "REGISTER_UNKNOWN_HOOK", "REGISTER_TWICE"];
const driftCodes = ["REGISTER_UNDECLARED", "REGISTER_ABSENT"];
const escapeCodes = ["ESCAPED_EXCEPTION", "ESCAPED_REJECTION"];
const told: ReadonlySet<string> = new Set([
  ...contractCodes,
  ...driftCodes,
  ...escapeCodes,
  "REGISTER_ASYNC",
  "REGISTER_LATE",
  "DISPOSE_FAILED",
]);

/** It became active; what is wrong otherwise, but for what other checks say. */
export function aboutLoading({ report }: Life, { diagnostics, id }: Subject): Findings {
  // What is known of its manifest without running it, another check says.
  const known = new Set(diagnostics.map(({ message }) => message));
  const own = report.diagnostics.filter(({ code, message }) => !told.has(code) && !known.has(message));
  const found = findingsOf(own);
  if (report.reason === "schema-invalid") return { skipped: "its config schema cannot be used, as another check says" };
  if (report.status === "active" || report.diagnostics.some(({ code }) => told.has(code))) return found;
  return { ...found, findings: [notActive(report, id), ...(found.findings ?? [])] };
}

function notActive({ status, reason, reasonText, config }: Life["report"], id: string): Finding {
  const missing = Object.fromEntries(config.missing.map(({ key }) => [key, "…"]));
  const given = (option: string) => `Say so in the test: testPlugin(folder, { ${option} }).`;
  const what = `${id} is ${status} instead of active: ${reasonText}`;
  if (config.missing.length > 0) return { what, mend: given(`config: ${JSON.stringify(missing)}`) };
  if (reason === "requirement-missing") return { what, mend: given("beside: [folders of what it requires]") };
  return { what, mend: "Mend what is said below." };
}

/** Those with one of the codes. */
function withCode({ diagnostics }: Life, ...codes: readonly string[]): readonly Diagnostic[] {
  const messages = new Set<string>();
  return diagnostics.filter(({ code, message }) => {
    const isNew = codes.includes(code) && !messages.has(message);
    messages.add(message);
    return isNew;
  });
}

/** `register` returned, and no promise. */
export function aboutRegister(life: Life): readonly Finding[] {
  return withCode(life, "REGISTER_ASYNC").map(findingOf);
}

/** What it registers fits the contracts. */
export function aboutContracts(life: Life): readonly Finding[] {
  return withCode(life, ...contractCodes).map(findingOf);
}

/** What it registers and what its manifest declares are the same. */
export function aboutDrift(life: Life, { candidate, vocabulary, options, root }: Subject): readonly Finding[] {
  const { absent = [], undeclared = [] } = life.report.drift ?? {};
  const where = placeIn(candidate.manifestPath ?? root, "/provides");
  const keyOf = (kind: string) => (kind === "hook" ? "hooks" : (vocabulary.byKind.get(kind)?.key ?? kind));
  const entry = (what: string) => {
    const [kind = "", ...id] = what.split(":");
    return `"provides": { "${keyOf(kind)}": ["${id.join(":")}"] }`;
  };
  const refused = withCode(life, ...driftCodes).filter(({ code }) => code === "REGISTER_UNDECLARED");
  return [
    ...refused.map(findingOf),
    ...(refused.length > 0 ? [] : undeclared).map((what) => ({
      what: `It registers ${what}, which its manifest does not declare.`,
      where,
      mend: `Write ${entry(what)}, or do not register it.`,
    })),
    ...absent
      .filter((what) => options.absent?.includes(what) !== true)
      .map((what) => ({
        what: `Its manifest declares ${what}, and it did not register that.`,
        where,
        mend: `Register it, or take it out of ${entry(what)}; if that depends on config, give the test another config or absent: ["${what}"].`,
      })),
  ];
}

/** Its shape by what it registered. */
export function aboutShape({ report }: Life, { candidate, options, root, ...subject }: Subject): readonly Finding[] {
  const { value } = report.shape;
  const expected = options.shape ?? (options.absent ? value : declaredShape(candidate, subject.vocabulary));
  if (value === expected) return [];
  const mend = options.shape
    ? `Give the test shape: "${value}", if that is meant.`
    : "Declare in the manifest what it registers, and nothing else.";
  const where = placeIn(candidate.manifestPath ?? root, "/provides");
  return [{ what: `By what it registers it is a ${value} plugin, and not ${expected}.`, where, mend }];
}

function declaredShape({ manifest }: Subject["candidate"], { byKey }: Subject["vocabulary"]): string {
  const keys = Object.keys(manifest.provides).filter((key) => Object.keys(manifest.provides[key] ?? {}).length > 0);
  const capabilities = keys.filter((key) => byKey.get(key)?.category === "capability");
  if (capabilities.length > 0) return capabilities.length > 1 ? "hybrid-capability" : "plain-capability";
  return keys.length === 1 && keys[0] === "hooks" ? "hook-only" : "non-capability";
}

/** The second time, `register` did as the first time. */
export function aboutRepeating({ first, second }: ActiveLife): readonly Finding[] {
  if (second === undefined) return [];
  return differencesOf(first, second).map((what) => ({
    what: `register ran twice on the same module: ${what}.`,
    mend: "Keep no state at the top of the module that register depends on; make it inside register.",
  }));
}

/** Nothing came too late, or escaped into the process. */
export function aboutLate(life: Life): readonly Finding[] {
  const late = withCode(life, "REGISTER_LATE");
  return (late.length > 0 ? late : withCode(life, ...escapeCodes)).map(findingOf);
}

/** Nothing stays behind. */
export function aboutUnloading({ calls }: ActiveLife, life: Life): readonly Finding[] {
  const mend =
    "Go through api (api.setTimeout, api.setInterval), or undo it: api.onDispose(() => …); nothing may start at the top of a module.";
  return [
    ...withCode(life, "DISPOSE_FAILED").map(findingOf),
    ...life.left.map((name) => ({ what: `It left behind ${name}.`, mend })),
    ...calls.map((call) => ({
      what: `Its ${call} had not ended when it was unloaded.`,
      mend: "End it when context.signal, or api.signal, is aborted.",
    })),
  ];
}

/** It was loaded again, and that went well. */
export function aboutReload({ failed, reloaded }: HostChange, id: string): readonly Finding[] {
  const problems = failed.flatMap(({ diagnostics }) => diagnostics.map(findingOf));
  if (problems.length > 0 || reloaded.includes(id)) return problems;
  return [{ what: `${id} was to be loaded again, and was not.`, mend: "See what the host says of it." }];
}
