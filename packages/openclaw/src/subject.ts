import type { Diagnostic, DiagnosticPlace, ManifestSource } from "@mortise/core/catalog";

/** How faithfully OpenClaw's refusals are kept: `strict`, as its host does; `lenient`, with a warning where that is safe. */
export type Compat = "strict" | "lenient";

/** The manifest under reading, as every reader of a part of it gets it. */
export interface Subject {
  readonly source: ManifestSource;
  readonly compat: Compat;
  /** Leaves a diagnostic. */
  report(diagnostic: Diagnostic): void;
  /** The place of a pointer into the manifest, with line and column where they are known. */
  at(pointer: string): DiagnosticPlace;
  /** The same for package.json. */
  atPackage(pointer: string): DiagnosticPlace;
}

/** A subject that adds what is reported to `found`. */
export function createSubject(source: ManifestSource, compat: Compat, found: Diagnostic[]): Subject {
  const { path, json, packageJson } = source;
  return {
    source,
    compat,
    report: (diagnostic) => void found.push(diagnostic),
    at: (pointer) => ({ path, pointer, ...json.locate(pointer) }),
    atPackage: (pointer) =>
      packageJson ? { path: packageJson.path, pointer, ...packageJson.json.locate(pointer) } : { path: source.root },
  };
}
