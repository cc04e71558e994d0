import type { Compatibility, Support } from "../../../packages/openclaw/src/api/compatibility.js";
import type { SubpathCoverage } from "../../../packages/openclaw/src/plugin-sdk/coverage.js";
import { code, referencePage, table, type Artifact } from "./markdown.js";

/** How much there is of OpenClaw, as its own parts are named. */
export interface OpenclawSupport {
  /** The version of OpenClaw that is followed. */
  readonly version: string;
  readonly api: readonly Compatibility[];
  readonly hooks: readonly Compatibility[];
  readonly runtime: readonly Compatibility[];
  readonly subpaths: readonly SubpathCoverage[];
}

const supports = ["full", "partial", "refused"] as const satisfies readonly Support[];

/** `docs/reference/openclaw-compatibility.md`: what plugins of OpenClaw find here, and what they do not. */
export function openclawCompatibilityPage(support: OpenclawSupport): Artifact {
  const { version, api, hooks, runtime, subpaths } = support;
  return referencePage("openclaw-compatibility", "What there is of OpenClaw", "packages/openclaw/src", [
    `What plugins that were published for OpenClaw find when Mortise runs them, held against OpenClaw ${version}. ` +
      "[Use OpenClaw plugins](../guides/openclaw-plugins.md) says how to run them, [the fields of their " +
      "manifests](openclaw-fields.md) where those go.",
    countsTable(support),
    "- **full**: it does here what it does there.\n" +
      "- **partial**: the difference stands beside it.\n" +
      "- **refused**: it is there, so that the rest of a plugin works. It does nothing, or throws where it is called; what is " +
      "said then is in [diagnostics](diagnostics.md#openclaw_member_without_counterpart).",
    "## Members of `api`",
    ...sections(api, "member", "here"),
    "## Hooks",
    "Handlers of a hook that is never called are kept, and [an advisory](diagnostics.md#openclaw_hook_never_called) says " +
      "so. A name that OpenClaw does not have either gets [a warning](diagnostics.md#openclaw_hook_unknown).",
    ...sections(hooks, "hook", "here"),
    "## Members of `api.runtime`",
    "Whatever is not listed can be read and passed along. Calling it throws " +
      "[OPENCLAW_RUNTIME_MEMBER_MISSING](diagnostics.md#openclaw_runtime_member_missing) with its path.",
    ...sections(runtime, "member", "here"),
    "## Subpaths of `openclaw/plugin-sdk`",
    ...subpathSections(subpaths),
  ]);
}

function countsTable({ api, hooks, runtime, subpaths }: OpenclawSupport): string {
  const counted = (rows: readonly Compatibility[]) => supports.map((wanted) => countOf(rows, wanted));
  const subpathCounts = (["full", "partial", "stub"] as const).map(
    (wanted) => subpaths.filter(({ status }) => status === wanted).length,
  );
  const rows: readonly (readonly [string, readonly number[]])[] = [
    ["[members of `api`](#members-of-api)", counted(api)],
    ["[hooks](#hooks)", counted(hooks)],
    ["[members of `api.runtime`](#members-of-apiruntime)", counted(runtime)],
    ["[subpaths of `openclaw/plugin-sdk`](#subpaths-of-openclawplugin-sdk)", subpathCounts],
  ];
  return table(
    ["", ...supports],
    rows.map(([part, counts]) => [part, ...counts.map(String)]),
  );
}

function countOf(rows: readonly Compatibility[], wanted: Support): number {
  return rows.filter(({ support }) => support === wanted).length;
}

/** A list of what is whole, a table of what differs, and what is refused by its reasons. */
function sections(rows: readonly Compatibility[], what: string, here: string): readonly string[] {
  const of = (wanted: Support) => rows.filter(({ support }) => support === wanted);
  const [full, partial, refused] = [of("full"), of("partial"), of("refused")];
  return [
    ...(full.length > 0 ? [`**Full**: ${full.map(fullText).join(", ")}`] : []),
    ...(partial.length > 0
      ? [
          "**Partial**",
          table(
            [what, here, "what is different"],
            partial.map(({ name, counterpart, note = "" }) => [code(name), counterpartText(counterpart), note]),
          ),
        ]
      : []),
    ...(refused.length > 0 ? ["**Refused**", refusedTable(refused, what)] : []),
  ];
}

function counterpartText(counterpart = ""): string {
  return counterpart === "" ? "" : counterpart.split(", ").map(code).join(", ");
}

/** The name, and what stands for it where that is called otherwise. Notes of what is whole explain, and limit nothing. */
function fullText({ name, counterpart = name }: Compatibility): string {
  return counterpart === name ? code(name) : `${code(name)} (${counterpartText(counterpart)})`;
}

function refusedTable(rows: readonly Compatibility[], what: string): string {
  const byReason = grouped(rows, ({ note = "" }) => note);
  return table(
    [`${what}s`, "why"],
    [...byReason].map(([reason, alike]) => [alike.map(({ name }) => code(name)).join(", "), reason]),
  );
}

function subpathSections(subpaths: readonly SubpathCoverage[]): readonly string[] {
  const of = (wanted: SubpathCoverage["status"]) => subpaths.filter(({ status }) => status === wanted);
  return [
    "Every subpath can be imported, from ES modules, CommonJS and TypeScript, with no copy of OpenClaw on the disk. An " +
      "export that is not there can be imported and passed along, too; using it throws " +
      "[OPENCLAW_SDK_EXPORT_MISSING](diagnostics.md#openclaw_sdk_export_missing), which names the subpath and the " +
      "export. Some of these only put a plugin together, and what they give has a meaning to OpenClaw's agent alone: calling " +
      "one works, and using what it gives throws the same. " +
      "The root, `openclaw/plugin-sdk`, has whatever any subpath has.",
    `**Full**: ${of("full")
      .map(({ subpath }) => code(subpath))
      .join(", ")}`,
    "**Partial**",
    table(
      ["subpath", "exports", "which are there"],
      of("partial").map(({ subpath, exports, missing }) => [
        code(subpath),
        `${exports.length} of ${exports.length + missing.length}`,
        exports.map(code).join(", "),
      ]),
    ),
    "**Refused**: they evaluate, and all of their exports throw when they are used.",
    stubTable(of("stub")),
  ];
}

/** Subpaths by their first word; what stands alone comes last, together. */
function stubTable(stubs: readonly SubpathCoverage[]): string {
  const firstWord = (subpath: string) => subpath.split("-")[0] ?? subpath;
  const names = stubs.map(({ subpath }) => subpath);
  const byWord = [...grouped(names, firstWord)];
  const groups = byWord.filter(([, members]) => members.length >= 3);
  const others = byWord.filter(([, members]) => members.length < 3).flatMap(([, members]) => members);
  return table(
    ["about", "subpaths"],
    [...groups, ...(others.length > 0 ? [["other things", others] as const] : [])].map(([about, members]) => [
      about,
      members.map(code).join(", "),
    ]),
  );
}

function grouped<Value>(values: readonly Value[], keyOf: (value: Value) => string): ReadonlyMap<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const key = keyOf(value);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}
