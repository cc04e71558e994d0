import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type * as AnswerJob from "../../packages/cli/src/build/answer-job.js";
import type * as AskSource from "../../packages/cli/src/build/ask-source.js";
import type * as BuildPlugin from "../../packages/cli/src/build/build-plugin.js";
import type * as FindPlugins from "../../packages/cli/src/build/find-plugins.js";
import { fromSource, source } from "../from-source.mjs";

const top = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const build = (file: string) => source(`cli/src/build/${file}`);

/** What came of the manifest of a first-party plugin: nothing where it is what it should be. */
export interface ManifestOutcome {
  /** From the top folder. */
  readonly file: string;
  /** What is wrong, line by line; none: the file was stale, and no more. */
  readonly problems: readonly string[];
}

/**
 * Writes the schemas of the manifests below `plugins/` from their sources, as `mortise plugins build` does, only here in
 * this process; `check`: looks which are stale.
 */
export async function buildManifests(check: boolean): Promise<readonly ManifestOutcome[]> {
  const { findPlugins } = await fromSource.import<typeof FindPlugins>(build("find-plugins.ts"));
  const { buildPlugin } = await fromSource.import<typeof BuildPlugin>(build("build-plugin.ts"));
  const { createAsk } = await fromSource.import<typeof AskSource>(build("ask-source.ts"));
  const { answerJob } = await fromSource.import<typeof AnswerJob>(build("answer-job.ts"));
  const outcomes: ManifestOutcome[] = [];
  const ask = createAsk(answerJob);
  for (const candidate of (await findPlugins(join(top, "plugins"))).candidates) {
    const {
      result,
      diagnostics,
      manifestPath = candidate.root,
    } = await buildPlugin(candidate, { ask, check, tools: false });
    if (result === "unchanged") continue;
    const errors = diagnostics.filter(({ level }) => level === "error");
    const problems = errors.map(({ code, pointer, message }) => [code, pointer, message].filter(Boolean).join(" "));
    outcomes.push({ file: relative(top, manifestPath), problems });
  }
  return outcomes;
}
