import type { Vocabulary } from "../catalog/vocabulary.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/nearest.js";

/**
 * Something that may need plugins: the host's start, or one thing by kind and name. `kind` is a contract's (`tool`,
 * `command`, `route`, `method`, `cli`, `channel`), `provider` (an id under any capability), `capability` (every provider
 * of a kind), `slot` (who holds `memory` or `memory.recall`), `hook`, `config` (a dotted path), or a word that only
 * activation hints use.
 */
export interface Trigger {
  readonly kind: string;
  /** Absent for `startup`. */
  readonly name?: string;
  /** With `provider`: only under this capability's kind. */
  readonly capability?: string;
}

/** The host's start. */
export const startup: Trigger = { kind: "startup" };

const ownKinds = ["provider", "capability", "slot", "hook", "config", "channel", "agent-harness"];

/** The kinds of triggers that this host knows besides `startup`. What manifests alone fill needs no code, so no trigger. */
export function triggerKinds({ byKind }: Vocabulary): readonly string[] {
  const contracts = [...byKind.values()].filter(({ declaredBy }) => declaredBy === "code").map(({ kind }) => kind);
  return [...new Set([...ownKinds, ...contracts])];
}

/** Reads `startup` or `kind:name`. */
export function parseTrigger(text: string, vocabulary: Vocabulary): Trigger | Diagnostic {
  if (text === startup.kind) return startup;
  const kinds = triggerKinds(vocabulary);
  const [, kind = "", name = ""] = /^([^:]+):(.+)$/s.exec(text) ?? [];
  if (kinds.includes(kind)) return { kind, name };
  const suggestion = didYouMean(kind || text, [startup.kind, ...kinds]);
  return diagnose("TRIGGER_INVALID", { trigger: text, suggestion, kinds: kinds.join(", ") });
}

/** A trigger as it is written. */
export function formatTrigger({ kind, name }: Trigger): string {
  return name === undefined ? kind : `${kind}:${name}`;
}
