import type { Citations } from "./citations.js";

/** The tests that prove promises, and where either is missing. */
export interface Coverage {
  /** Files by the id of the promise that they cite; every promise is there. */
  readonly provenBy: ReadonlyMap<string, readonly string[]>;
  /** What is wrong, each a sentence that says what to write. */
  readonly problems: readonly string[];
}

/** What the suites of `@mortise/testing` cite, by their names. */
export type SuiteCitations = Readonly<Record<string, readonly string[]>>;

/** Joins promises with the tests that cite them: `cited` has what each file of tests cites. */
export function coverageOf(
  promises: readonly string[],
  cited: ReadonlyMap<string, Citations>,
  suiteCitations: SuiteCitations,
): Coverage {
  const provenBy = new Map<string, string[]>(promises.map((id) => [id, []]));
  const problems: string[] = [];
  for (const [file, { ids, suites }] of cited) {
    const all = new Set([...ids, ...[...suites].flatMap((suite) => suiteCitations[suite] ?? [])]);
    if (all.size === 0) problems.push(`${file} cites no promise: write the id of what it proves into a title.`);
    for (const id of all) {
      const files = provenBy.get(id);
      if (files) files.push(file);
      else problems.push(`${file} cites ${id}, which is no promise.`);
    }
  }
  const unproven = promises.filter((id) => provenBy.get(id)?.length === 0);
  const repeated = promises.filter((id, index) => promises.indexOf(id) !== index);
  return {
    provenBy,
    problems: [
      ...problems,
      ...unproven.map((id) => `${id} is a promise that no test cites.`),
      ...repeated.map((id) => `${id} is the id of two promises.`),
    ],
  };
}
