import { availableParallelism } from "node:os";
import type { Candidate, Diagnostic } from "@mortise/core/catalog";
import { answerInChild, createAsk } from "../build/ask-source.js";
import { buildPlugin, type PluginBuild } from "../build/build-plugin.js";
import { findPlugins } from "../build/find-plugins.js";
import { diagnoseCli } from "../diagnostics.js";
import { defaultTimeoutSeconds, type GlobalOptions, type JsonOption } from "../options.js";
import { asJson, asText, type Outcome } from "../outcome.js";
import { printBuilds } from "../printing/build.js";
import { printDiagnostic } from "../printing/diagnostics.js";
import { createPaper } from "../printing/paper.js";

/** What `mortise plugins build` takes. */
export interface BuildOptions extends GlobalOptions, JsonOption {
  /** Write nothing; say what differs. */
  readonly check?: boolean;
  /** The schemas of tools as well. */
  readonly tools?: boolean;
  /** How long one plugin may take, in seconds. */
  readonly timeout?: number;
}

/** What `mortise plugins build --json` prints. */
export interface BuildReport {
  /** Every plugin was built; with `--check`: no manifest differs. */
  readonly ok: boolean;
  readonly plugins: readonly PluginBuild[];
  /** What is not about one plugin. */
  readonly diagnostics: readonly Diagnostic[];
}

/** `mortise plugins build`: writes manifests' schemas from the plugins' sources, or says where they differ. */
export async function build(targets: readonly string[], options: BuildOptions): Promise<Outcome> {
  const { candidates, missing } = await findAll(targets.length === 0 ? ["."] : targets);
  const { check = false, tools = false, config, timeout = defaultTimeoutSeconds } = options;
  const ask = createAsk((job) => answerInChild(job, timeout * 1000), config);
  const plugins = await eachAtOnce(candidates, (candidate) => buildPlugin(candidate, { ask, check, tools }));
  const isFine = plugins.every(({ result }) => result === "unchanged" || result === "written");
  const report: BuildReport = { ok: isFine && missing.length === 0, plugins, diagnostics: missing };
  const exitCode = missing.length > 0 && plugins.length === 0 ? 2 : report.ok ? 0 : 1;
  if (options.json === true) return { stdout: asJson(report), stderr: "", exitCode };
  const paper = createPaper(options);
  const said = [...missing, ...plugins.flatMap(({ diagnostics }) => diagnostics)];
  const stderr = asText(said.flatMap((diagnostic) => printDiagnostic(diagnostic, paper)));
  return { stdout: asText(printBuilds(plugins, paper)), stderr, exitCode };
}

/** Every plugin once, in the order in which they were named; and what names none. */
async function findAll(targets: readonly string[]) {
  const found = new Map<string, Candidate>();
  const missing: Diagnostic[] = [];
  for (const target of targets) {
    const { candidates, reason } = await findPlugins(target);
    for (const candidate of candidates) found.set(candidate.manifestPath ?? candidate.root, candidate);
    if (candidates.length === 0) missing.push(diagnoseCli("CLI_BUILD_NO_PLUGIN", { target, reason }));
  }
  return { candidates: [...found.values()], missing };
}

/** Works on as many at once as there are processors; the answers keep the order. */
async function eachAtOnce<Item, Answer>(
  items: readonly Item[],
  work: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) answers[index] = await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return answers;
}
