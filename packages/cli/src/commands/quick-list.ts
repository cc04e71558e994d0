import { fileURLToPath } from "node:url";
import { readAnswer } from "../memory/answer-file.js";
import { answerAndKeep } from "../memory/keep-answer.js";
import { questionOf } from "../memory/question.js";
import type { Outcome } from "../outcome.js";
import { list, type ListOptions } from "./list.js";

/**
 * `mortise plugins list`, answered from memory where nothing has changed since the same was asked: neither the config, nor
 * a manifest, an entry or a folder that was looked at. Everything else is imported only where there is no such answer.
 *
 * @param programUrl the file of the program that is run
 */
export async function quickList(options: ListOptions, programUrl: string): Promise<Outcome> {
  const question = questionOf(options, fileURLToPath(programUrl));
  const known = question && readAnswer(question.path, question.key, question.env);
  if (known !== undefined) return { stdout: known, stderr: "", exitCode: 0 };
  if (!question) return list(options);
  const stdout = await answerAndKeep(question, async (env) => (await list(options, env)).stdout);
  return { stdout, stderr: "", exitCode: 0 };
}
