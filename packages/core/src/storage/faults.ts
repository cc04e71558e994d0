import { readingProblem } from "../config/text-file.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { MortiseError, messageOf } from "../diagnostics/error.js";
import { jsonText } from "./json-value.js";
import { keyProblem } from "./key.js";

/** The errors of one plugin's storage. What the operator must mend is reported too, once for each file. */
export interface Faults {
  closed(): MortiseError;
  busy(key: string, patienceMs: number): MortiseError;
  corrupt(file: string, error: unknown): MortiseError;
  unavailable(path: string, error: unknown): MortiseError;
  /** Throws `STORAGE_KEY_INVALID`. */
  checkKey(key: string): void;
  /** A value as JSON. Throws `STORAGE_VALUE_INVALID`, whose cause is a TypeError that names the place in the value. */
  jsonOf(key: string, value: unknown): string;
}

/** Makes them for a plugin; `report` hears what the operator must mend. */
export function createFaults(plugin: string, report: (diagnostic: Diagnostic) => void): Faults {
  const reported = new Set<string>();
  const reportOnce = (diagnostic: Diagnostic, cause: unknown) => {
    const what = `${diagnostic.code} ${diagnostic.path}`;
    if (!reported.has(what)) report(diagnostic);
    reported.add(what);
    return new MortiseError(diagnostic, cause);
  };
  return {
    closed: () => new MortiseError(diagnose("STORAGE_CLOSED", {}, { plugin })),
    busy: (key, patience) => new MortiseError(diagnose("STORAGE_BUSY", { key, patience }, { plugin })),
    corrupt: (file, error) =>
      reportOnce(diagnose("STORAGE_CORRUPT", { file, reason: messageOf(error) }, { plugin, path: file }), error),
    unavailable: (path, error) => {
      const parameters = { path, reason: readingProblem(error) };
      return reportOnce(diagnose("STORAGE_UNAVAILABLE", parameters, { plugin, path }), error);
    },
    checkKey(key) {
      const reason = keyProblem(key);
      if (reason !== undefined) throw new MortiseError(diagnose("STORAGE_KEY_INVALID", { reason }, { plugin }));
    },
    jsonOf(key, value) {
      try {
        return jsonText(value);
      } catch (error) {
        const parameters = { key, reason: messageOf(error) };
        throw new MortiseError(diagnose("STORAGE_VALUE_INVALID", parameters, { plugin }), error);
      }
    },
  };
}
