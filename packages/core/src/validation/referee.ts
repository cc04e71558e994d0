import type { Question } from "./question.js";
import type { ConfigVerdict } from "./verdict.js";
import type { VerdictStore } from "./verdict-store.js";

let referee: Promise<typeof import("./ajv.js")> | undefined;

/** Imports the referee once: many ask at once, and jiti gives who comes second a module that is half evaluated. */
function importReferee(): Promise<typeof import("./ajv.js")> {
  referee ??= import("./ajv.js");
  return referee;
}

/** What is remembered of a question, at once; or else what the referee says, which is then remembered. */
export function answerTo(question: Question, store: VerdictStore | undefined): ConfigVerdict | Promise<ConfigVerdict> {
  return store?.find(question) ?? judgeAnew(question, store);
}

async function judgeAnew(question: Question, store: VerdictStore | undefined): Promise<ConfigVerdict> {
  const { judge } = await importReferee();
  const verdict = judge(question.schema, question.config, question.mode);
  store?.remember(question, verdict);
  return verdict;
}
