import type { Diagnostic } from "./diagnostic.js";

/** Receives diagnostics as they come up. */
export type DiagnosticListener = (diagnostic: Diagnostic) => void;

/** Where stages leave what they found, and where an application listens. */
export interface DiagnosticStream {
  report(diagnostic: Diagnostic): void;
  /** Calls `listener` with each diagnostic from now on; returns its undo. */
  subscribe(listener: DiagnosticListener): () => void;
  /** What was reported so far, oldest first; the last 10,000. */
  readonly all: readonly Diagnostic[];
}

/** A host that runs for months must not grow with every call that fails. */
const mostKept = 10_000;

/** Makes a stream; `transform` sees every diagnostic first (the redactor). A listener that throws is dropped. */
export function createDiagnosticStream(transform: (diagnostic: Diagnostic) => Diagnostic): DiagnosticStream {
  const all: Diagnostic[] = [];
  const listeners = new Set<DiagnosticListener>();
  return {
    all,
    report(diagnostic) {
      const seen = transform(diagnostic);
      all.push(seen);
      if (all.length > mostKept) all.shift();
      for (const listener of listeners) {
        try {
          listener(seen);
        } catch {
          listeners.delete(listener);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
