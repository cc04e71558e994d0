import type { Diagnostic } from "@mortise/core/catalog";
import type { Counts } from "./packages.js";

/** What a child process found out about one package with one config. */
export interface Answer {
  /** How many of its plugins run, of how many its manifest names. */
  readonly plugins: number;
  readonly running: number;
  /** What is registered, by kind; `hook` counts handlers. */
  readonly counts: Counts;
  /** The config it was given; made from its schema where none was asked for. */
  readonly config: unknown;
  readonly diagnostics: readonly Diagnostic[];
  /** How long it took to load and register, in milliseconds. */
  readonly loadMs: number;
}

/** What the child is told. */
export interface Question {
  /** The package's folder, absolute. */
  readonly root: string;
  /** A folder for all that a host keeps, absolute. */
  readonly folder: string;
  /** The config of each of its plugins; the least that its schema admits where it is absent. */
  readonly config?: object;
}
