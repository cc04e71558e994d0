/** Rules that dependency-cruiser has no words for. */
import type { Import, ImportGraph, Violation } from "./graph.js";

/** An entry that must stay light: nothing it imports at run time, however far away, may match. */
interface Reach {
  readonly rule: string;
  readonly entry: string;
  readonly forbidden: RegExp;
  readonly comment: string;
}

const reaches: readonly Reach[] = [
  {
    rule: "control-plane-reaches-no-loader",
    entry: "packages/core/src/catalog.ts",
    forbidden: /^(node:)?vm$|(^|\/)jiti(\/|$)|^packages\/core\/src\/(loading|calling)\//,
    comment: "@mortise/core/catalog never runs plugin code, so it must not carry what does.",
  },
  {
    rule: "sdk-reaches-no-typebox",
    entry: "packages/sdk/src/index.ts",
    forbidden: /(^|\/)typebox(\/|$)/,
    comment: "A plugin without a schema must not pay for importing TypeBox: only the types, or @mortise/sdk/typebox.",
  },
];

/** All violations that need the whole graph. */
export function furtherViolations(graph: ImportGraph): readonly Violation[] {
  return [...relativeAcrossPackages(graph.imports), ...reaches.flatMap((reach) => reached(graph.imports, reach))];
}

function relativeAcrossPackages(imports: readonly Import[]): readonly Violation[] {
  return (
    imports
      // An import that leads nowhere keeps its relative path; another rule names it.
      .filter(({ specifier, to }) => specifier.startsWith(".") && !to.startsWith("."))
      .filter(({ from, to }) => packageOf(from) !== packageOf(to))
      .map(({ from, to }) => ({
        rule: "no-relative-path-into-another-package",
        from,
        to,
        comment: "Import the package by its name: only what it exports is promised.",
      }))
  );
}

/** `packages/core/src/host.ts` to `packages/core`. */
function packageOf(path: string): string {
  return path.split("/").slice(0, 2).join("/");
}

function reached(imports: readonly Import[], { rule, entry, forbidden, comment }: Reach): readonly Violation[] {
  const seen = new Set([entry]);
  const found: Violation[] = [];
  for (const file of seen) {
    for (const { to, isTypeOnly } of imports.filter(({ from }) => from === file)) {
      if (isTypeOnly || seen.has(to)) continue;
      seen.add(to);
      if (forbidden.test(to)) found.push({ rule, from: file, to, comment });
    }
  }
  return found;
}
