/** Reads the import graph of all packages and holds it against the rules. */
import { cruise } from "dependency-cruiser";
import { rules } from "./rules.js";

/** One import, between paths that are relative to the top folder. */
export interface Import {
  readonly from: string;
  /** As written: `../config/read.js`, `@mortise/sdk`. */
  readonly specifier: string;
  readonly to: string;
  /** True when it is gone after compiling. */
  readonly isTypeOnly: boolean;
}

/** An import that a rule forbids. */
export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly comment: string;
}

/** What was read. */
export interface ImportGraph {
  readonly files: ReadonlySet<string>;
  readonly imports: readonly Import[];
  readonly violations: readonly Violation[];
}

// As every tool here: packages lead to their sources.
const resolving = {
  exportsFields: ["exports"],
  conditionNames: ["@mortise/source", "node", "import", "default"],
  mainFields: ["module", "main"],
};

/** Reads the graph below `packages/` and `plugins/` of the given top folder. */
export async function readImportGraph(top: string): Promise<ImportGraph> {
  const { output } = await cruise(["packages", "plugins"], {
    baseDir: top,
    tsPreCompilationDeps: "specify",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|fixtures|\\.cache)/" },
    validate: true,
    ruleSet: { forbidden: [...rules] },
    enhancedResolveOptions: resolving,
  });
  if (typeof output === "string") throw new TypeError(`dependency-cruiser answered with text: ${output}`);
  const own = output.modules.filter(({ source }) => /^(packages|plugins)\//.test(source));
  const comments = new Map(rules.map((rule) => [rule.name, rule.comment ?? ""]));
  return {
    files: new Set(own.map(({ source }) => source)),
    imports: own.flatMap(({ source, dependencies }) =>
      dependencies.map(({ module, resolved, dependencyTypes }) => ({
        from: source,
        specifier: module,
        to: resolved,
        isTypeOnly: dependencyTypes.includes("type-only"),
      })),
    ),
    violations: output.summary.violations.map(({ rule, from, to }) => ({
      rule: rule.name,
      from,
      to,
      comment: comments.get(rule.name) ?? "",
    })),
  };
}
