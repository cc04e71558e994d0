import { describeFound, didYouMean } from "@mortise/core/catalog";
import { diagnoseOpenclaw } from "./diagnostics.js";
import type { Subject } from "./subject.js";

const activeCategories = [
  "channels",
  "models",
  "agent-runtimes",
  "memory",
  "context",
  "voice",
  "web",
  "computer-use",
  "media",
  "security",
  "integrations",
  "developer-tools",
  "infrastructure",
  "documents-files",
  "inbox-collaboration",
  "productivity",
  "scheduling",
  "finance-payments",
  "sales-marketing",
  "data-analytics",
  "agent-orchestration",
  "research",
  "other",
];
const legacyCategories = ["tools", "runtime", "gateway"];
const knownCategories: readonly string[] = [...activeCategories, ...legacyCategories];
const mostCategories = 3;

const knownKinds: readonly string[] = ["memory", "context-engine"];

/** The categories that are known, at most three; nothing where none is left. */
export function readCategories(subject: Subject, written: unknown): readonly string[] | undefined {
  if (written === undefined) return undefined;
  if (!Array.isArray(written) || written.length === 0) {
    reportCategories(subject, "/categories", Array.isArray(written) ? "none" : describeFound(written, false));
    return undefined;
  }
  const known = written.filter((slug: unknown, index): slug is string => {
    if (typeof slug === "string" && knownCategories.includes(slug)) return true;
    const suggestion = typeof slug === "string" ? didYouMean(slug, knownCategories) : "";
    reportCategories(subject, `/categories/${index}`, describeFound(slug, false), suggestion);
    return false;
  });
  if (written.length > mostCategories) reportCategories(subject, "/categories", `${written.length} of them`);
  return known.length === 0 ? undefined : known.slice(0, mostCategories);
}

function reportCategories({ report, at, compat }: Subject, pointer: string, found: string, suggestion = ""): void {
  const level = compat === "strict" ? "error" : "warning";
  const parameters = { found, suggestion, known: knownCategories.join(", ") };
  report(diagnoseOpenclaw("OPENCLAW_CATEGORIES_INVALID", parameters, { ...at(pointer), level }));
}

/** The slots that a manifest's `kind` names, unknown ones left out. */
export function readSlots({ report, at }: Subject, kinds: readonly string[] = []): readonly string[] {
  return [...new Set(kinds)].filter((kind) => {
    if (knownKinds.includes(kind)) return true;
    const parameters = { kind, suggestion: didYouMean(kind, knownKinds), known: knownKinds.join(", ") };
    report(diagnoseOpenclaw("OPENCLAW_KIND_UNKNOWN", parameters, at("/kind")));
    return false;
  });
}
