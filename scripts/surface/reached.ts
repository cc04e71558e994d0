import { codeEntries, exportTable, publicPackages } from "./entries.js";
import { declaredAs, namedBy, type Declared } from "./reachable.js";

/** An export of an entry of ours. */
export interface Exported {
  /** Such as `@mortise/core`. Of a name that two entries have, the first. */
  readonly entry: string;
  /** As the table has it: `createHost`, `type Host`. */
  readonly key: string;
  readonly mark: "stable" | "evolving";
}

/** Exports by what they are the names of; those that another package declares are left out. */
function exportsByPlace(): ReadonlyMap<string, Exported & { readonly declared: Declared }> {
  const found = new Map<string, Exported & { readonly declared: Declared }>();
  for (const [entry, file] of publicPackages.flatMap((folder) => [...codeEntries(folder)])) {
    const table = publicPackages.map((folder) => exportTable(folder)[entry]).find((each) => each !== undefined);
    for (const [key, mark] of Object.entries(table ?? {})) {
      const declared = declaredAs({ file, name: key.replace("type ", "") });
      if (declared && !found.has(placeOf(declared))) found.set(placeOf(declared), { entry, key, mark, declared });
    }
  }
  return found;
}

/** Evolving exports that the types of stable ones name, themselves or through what is not exported, with one of those. */
export function evolvingBelowStable(): readonly (Exported & { readonly from: string })[] {
  const exported = exportsByPlace();
  const reached = new Map<string, Exported & { readonly from: string }>();
  for (const { declared, key, mark } of exported.values()) {
    if (mark !== "stable") continue;
    const seen = new Set([placeOf(declared)]);
    const ahead = [declared];
    // An array goes on to what is added to it meanwhile.
    for (const each of ahead) {
      for (const next of namedBy(each).filter((one) => !seen.has(placeOf(one)))) {
        seen.add(placeOf(next));
        const known = exported.get(placeOf(next));
        if (!known) ahead.push(next);
        else if (known.mark === "evolving") reached.set(placeOf(next), { ...known, from: key });
      }
    }
  }
  return [...reached.values()];
}

function placeOf({ file, name }: Declared): string {
  return `${file}#${name}`;
}
