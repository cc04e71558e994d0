import type { PluginRequirementId } from "../requirements/plugins.js";

/** The promise that each check is about. */
const requirementOf = {
  manifest: "PLUG-1",
  "config-schema": "PLUG-2",
  load: "PLUG-3",
  "schema-source": "PLUG-4",
  synchronous: "PLUG-5",
  registrations: "PLUG-6",
  declared: "PLUG-7",
  shape: "PLUG-8",
  repeatable: "PLUG-9",
  late: "PLUG-10",
  unload: "PLUG-11",
  reload: "PLUG-12",
  "reload-edited": "PLUG-13",
  imports: "PLUG-14",
  conformance: "PLUG-15",
} as const satisfies Readonly<Record<string, PluginRequirementId>>;

/** What is checked; a check of a provider has its kind and id behind. */
export type CheckSubject = keyof typeof requirementOf;

/** One thing that is checked of a plugin, for any test runner: `test(check.name, () => check.run())`. */
export interface PluginCheck {
  /** Stable, for example `unload` or `conformance:speech:acme`. */
  readonly id: string;
  /** A sentence of what is to hold. */
  readonly name: string;
  /** The id of the promise that it is about, such as `PLUG-11`; what it refuses names it too. */
  readonly requirement: string;
  /** Rejects with an `Error` that says all that is wrong, where, and what to write. */
  run(): Promise<PluginCheckResult>;
}

/** What a check came to that found nothing wrong. */
export interface PluginCheckResult {
  /** What might be better. */
  readonly advice: readonly string[];
  /** Why nothing was tried; absent where something was. */
  readonly skipped?: string;
}

/** Something that is wrong with a plugin. */
export interface Finding {
  readonly what: string;
  /** File, with line and column or pointer where they are known. */
  readonly where?: string;
  /** What to write, or to do. */
  readonly mend?: string;
}

/** What a check found out. */
export interface Findings {
  readonly findings?: readonly Finding[];
  readonly advice?: readonly Finding[];
  readonly skipped?: string;
}

/** Makes a check of what finds out; `of` names the provider where it is about one. */
export function toCheck(
  subject: CheckSubject,
  name: string,
  findOut: () => Findings | Promise<Findings>,
  of?: string,
): PluginCheck {
  const requirement = requirementOf[subject];
  return {
    id: of === undefined ? subject : `${subject}:${of}`,
    name,
    requirement,
    async run() {
      const { findings = [], advice = [], skipped } = await findOut();
      if (findings.length > 0) throw refusal(`${name} [${requirement}]`, findings);
      return { advice: advice.map(inWords), ...(skipped !== undefined && { skipped }) };
    },
  };
}

/** Without a stack: it would lead into this package and not to what is wrong. */
function refusal(what: string, findings: readonly Finding[]): Error {
  const error = new Error(`It does not hold that ${what}:\n${findings.map((each) => `- ${inWords(each)}`).join("\n")}`);
  error.name = "PluginCheckError";
  error.stack = `${error.name}: ${error.message}`;
  return error;
}

function inWords({ what, where, mend }: Finding): string {
  return [what, ...(where === undefined ? [] : [`  at ${where}`]), ...(mend ? [`  ${mend}`] : [])].join("\n");
}
