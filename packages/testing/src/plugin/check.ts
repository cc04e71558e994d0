/** One thing that is checked of a plugin, for any test runner: `test(check.name, () => check.run())`. */
export interface PluginCheck {
  /** Stable, for example `unload` or `conformance:speech:acme`. */
  readonly id: string;
  /** A sentence of what is to hold. */
  readonly name: string;
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

/** Makes a check of what finds out. */
export function toCheck(id: string, name: string, findOut: () => Findings | Promise<Findings>): PluginCheck {
  return {
    id,
    name,
    async run() {
      const { findings = [], advice = [], skipped } = await findOut();
      if (findings.length > 0) throw refusal(name, findings);
      return { advice: advice.map(inWords), ...(skipped !== undefined && { skipped }) };
    },
  };
}

/** Without a stack: it would lead into this package and not to what is wrong. */
function refusal(name: string, findings: readonly Finding[]): Error {
  const error = new Error(`It does not hold that ${name}:\n${findings.map((each) => `- ${inWords(each)}`).join("\n")}`);
  error.name = "PluginCheckError";
  error.stack = `${error.name}: ${error.message}`;
  return error;
}

function inWords({ what, where, mend }: Finding): string {
  return [what, ...(where === undefined ? [] : [`  at ${where}`]), ...(mend ? [`  ${mend}`] : [])].join("\n");
}
