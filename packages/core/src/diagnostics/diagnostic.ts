/**
 * How bad it is: `error`, something does not work; `warning`, something works otherwise than was asked; `advisory`,
 * worth knowing.
 */
export type DiagnosticLevel = "error" | "warning" | "advisory";

/** A change to a JSON file that mends what a diagnostic says: the value at `pointer`, or its removal. */
export interface DiagnosticFix {
  readonly path: string;
  /** JSON Pointer (RFC 6901) into the file. */
  readonly pointer: string;
  /** Absent: the value is removed. */
  readonly value?: unknown;
}

/** One thing that is wrong or worth knowing: what, where, and what to do. */
export interface Diagnostic {
  /** Stable; listed in the diagnostics reference. */
  readonly code: string;
  readonly level: DiagnosticLevel;
  /** The plugin it is about. */
  readonly plugin?: string;
  /** Absolute path of the file or folder it is about. */
  readonly path?: string;
  /** Line and column in that file, from 1. */
  readonly line?: number;
  readonly column?: number;
  /** JSON Pointer (RFC 6901) into that file or into the plugin's config. */
  readonly pointer?: string;
  /** What happened. */
  readonly message: string;
  /** What to do. */
  readonly help: string;
  readonly fix?: DiagnosticFix;
}

/** The optional members of a diagnostic, which say where it belongs. */
export type DiagnosticPlace = Partial<Pick<Diagnostic, "plugin" | "path" | "line" | "column" | "pointer" | "fix">>;
