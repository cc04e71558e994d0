import type { Diagnostic } from "./diagnostic.js";

/** Receives diagnostics as they come up. */
export type DiagnosticListener = (diagnostic: Diagnostic) => void;

/** Where stages leave what they found, and where an application listens. */
export interface DiagnosticStream {
  report(diagnostic: Diagnostic): void;
  /** Calls `listener` with each diagnostic from now on; returns its undo. */
  subscribe(listener: DiagnosticListener): () => void;
  /** Everything reported so far, oldest first. */
  readonly all: readonly Diagnostic[];
}

/** Makes a stream; `transform` sees every diagnostic first (the redactor). A listener that throws is dropped. */
export function createDiagnosticStream(transform: (diagnostic: Diagnostic) => Diagnostic): DiagnosticStream {
  const all: Diagnostic[] = [];
  const listeners = new Set<DiagnosticListener>();
  return {
    all,
    report(diagnostic) {
      const seen = transform(diagnostic);
      all.push(seen);
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
