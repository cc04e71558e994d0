import { defaultFolders } from "@mortise/core/catalog";
import type { ListOptions } from "../commands/list.js";
import { answerPath } from "./answer-file.js";

/** A question whose answer may be remembered: the list of plugins, as JSON. */
export interface Question {
  /** All that the answer depends on and that is no file. */
  readonly key: string;
  /** Where its answer would lie. */
  readonly path: string;
  /** The file of the program that answers: another build may answer otherwise. */
  readonly program: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The question that a command line asks; nothing where its answer is not to be remembered. */
export function questionOf({ json, enabled, config, gateway }: ListOptions, program: string): Question | undefined {
  // Run from source, the program is many files.
  if (json !== true || gateway !== undefined || program.endsWith(".ts")) return undefined;
  const { cache, globalPlugins } = defaultFolders("");
  const { versions, platform, getuid } = process;
  const key = JSON.stringify([
    program,
    versions.node,
    platform,
    getuid?.(),
    process.cwd(),
    globalPlugins,
    config,
    enabled,
  ]);
  return { key, path: answerPath(cache, key), program, env: process.env };
}
