/**
 * The arrows: which package, and which stage of core, may import which. Paths are relative to the top folder; a rule
 * says what is forbidden.
 */
import type { IFlattenedRuleSet } from "dependency-cruiser";

type ForbiddenRule = NonNullable<IFlattenedRuleSet["forbidden"]>[number];

/** Each package with the packages that it may import. A package that is not named here may not exist. */
export const packageArrows: Readonly<Record<string, readonly string[]>> = {
  sdk: [],
  core: ["sdk"],
  testing: ["sdk", "core"],
  openclaw: ["sdk", "core"],
  gateway: ["sdk", "core", "openclaw"],
  cli: ["sdk", "core", "openclaw"],
};

/** The stages of core: each may import those before it. */
const stages = [
  "diagnostics",
  "config",
  "catalog",
  "policy",
  "validation",
  "activation",
  "storage",
  "watching",
  "loading",
  "registry",
  "calling",
] as const;

/** Stages that read; the others run plugins. */
const controlPlane = stages.slice(0, stages.indexOf("storage"));

/** Tests stand outside the arrows between stages, and may use `@mortise/testing`. */
const testFile = "(src/.*\\.test(-d)?\\.ts$|test/)";
const anyTest = `^(packages|plugins)/[^/]+/${testFile}`;

const anyPackage = "^(packages|plugins)/";
const coreSource = "^packages/core/src/";

/** All rules, ready for dependency-cruiser. */
export const rules: readonly ForbiddenRule[] = [
  {
    name: "no-circle",
    comment: "Two files that import each other are one file. Move what both need into a third.",
    severity: "error",
    from: {},
    to: { circular: true },
  },
  ...Object.entries(packageArrows).flatMap(packageRules),
  {
    name: "plugin-imports-sdk-only",
    comment: "A plugin imports @mortise/sdk and its vendor's client: never core, never another plugin.",
    severity: "error",
    from: { path: "^plugins/([^/]+)/", pathNot: anyTest },
    to: { path: anyPackage, pathNot: ["^plugins/$1/", "^packages/sdk/"] },
  },
  {
    name: "plugin-test-imports-testing-only",
    comment: "A plugin's test imports @mortise/sdk and @mortise/testing: never core, never another plugin.",
    severity: "error",
    from: { path: `^plugins/([^/]+)/${testFile}` },
    to: { path: anyPackage, pathNot: ["^plugins/$1/", "^packages/sdk/", "^packages/testing/"] },
  },
  ...stages.map(stageRule),
  {
    name: "reporting-reads-types-of-what-runs",
    comment: "Reporting is free of side effects: of what runs plugins it may import types, no more.",
    severity: "error",
    from: { path: `${coreSource}reporting/`, pathNot: anyTest },
    to: { path: `${coreSource}(loading/|calling/|[^/]+\\.ts$)`, dependencyTypesNot: ["type-only"] },
  },
  {
    name: "control-plane-imports-no-loader",
    comment: "Everything before loading works from files alone: jiti and node:vm bring code in.",
    severity: "error",
    from: { path: `${coreSource}(${[...controlPlane, "reporting"].join("|")})/`, pathNot: anyTest },
    to: { path: ["^(node:)?vm$", "(^|/)jiti(/|$)"] },
  },
  {
    name: "no-lost-import",
    comment: "The import leads nowhere.",
    severity: "error",
    from: {},
    to: { couldNotResolve: true },
  },
];

function packageRules([name, allowed]: [string, readonly string[]]): readonly ForbiddenRule[] {
  const rule = (suffix: string, also: readonly string[], from: ForbiddenRule["from"]): ForbiddenRule => ({
    name: `${name}${suffix}-arrow`,
    comment: `packages/${name} may import ${[...allowed, ...also].join(", ") || "no other package"}.`,
    severity: "error",
    from,
    to: { path: anyPackage, pathNot: `^packages/(${[name, ...allowed, ...also].join("|")})/` },
  });
  return [
    rule("", [], { path: `^packages/${name}/`, pathNot: anyTest }),
    rule("-test", ["testing"], { path: `^packages/${name}/${testFile}` }),
  ];
}

function stageRule(stage: (typeof stages)[number], place: number): ForbiddenRule {
  const before = stages.slice(0, place);
  return {
    name: `stage-${stage}`,
    comment: `core/${stage} may import ${before.join(", ") || "no other stage"}: a stage knows only those before it.`,
    severity: "error",
    from: { path: `${coreSource}${stage}/`, pathNot: anyTest },
    to: { path: coreSource, pathNot: `${coreSource}(${[...before, stage].join("|")})/` },
  };
}
