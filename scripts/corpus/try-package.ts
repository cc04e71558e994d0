import { join } from "node:path";
import { ask, type Asking } from "./ask.js";
import type { CorpusCase, CorpusPackage } from "./packages.js";
import { isAsExpected, type CheckedRow } from "./table.js";

/** A package's folder, or why it is not there. */
export type Installed = { readonly root: string } | { readonly problem: string };

/**
 * Loads an installed package once for each config that is asked for, and holds what came of it against what should. One
 * that gave no answer, or is not there, is not loaded, and its only diagnostic says why.
 *
 * @param folder where each host keeps what it keeps; absolute
 */
export async function tryPackage(
  { name: plugin, version }: CorpusPackage,
  installed: Installed,
  cases: readonly CorpusCase[],
  folder: string,
  asking: Asking,
): Promise<readonly CheckedRow[]> {
  const rows: CheckedRow[] = [];
  for (const [index, expected] of cases.entries()) {
    const question = { folder: join(folder, `host-${index}`), ...(expected.config && { config: expected.config }) };
    const answer = "problem" in installed ? installed : await ask(asking, { ...question, root: installed.root });
    const found =
      "problem" in answer
        ? { loaded: false, counts: {}, diagnostics: [noAnswer(plugin, answer.problem)] }
        : {
            loaded: answer.plugins > 0 && answer.running === answer.plugins,
            counts: answer.counts,
            diagnostics: answer.diagnostics,
          };
    rows.push({ plugin, version, ...found, expected, isExpected: isAsExpected(found, expected) });
  }
  return rows;
}

function noAnswer(plugin: string, message: string) {
  return {
    code: "CORPUS_NO_ANSWER",
    level: "error",
    plugin,
    message,
    help: "Run it by itself, without --json, and read what it printed.",
  } as const;
}
