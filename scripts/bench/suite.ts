import type { RunProgram } from "./program.js";
import type { Finding } from "./row.js";

/** What a suite works with. */
export interface Setting {
  /** Runs a program in a process of its own. */
  readonly run: RunProgram;
  /** An empty folder; it is removed when the suite is done. */
  emptyFolder(name: string): string;
  /** The sizes to measure; with `--small`, sizes at which nothing but the form of the rows means something. */
  sizes(full: readonly number[]): readonly number[];
  /** As many rounds; with `--small` one. */
  rounds(full: number): number;
}

/** Benchmarks that are asked for by one name. */
export interface Suite {
  /** What it measures, against what. */
  readonly about: string;
  run(setting: Setting): Promise<readonly Finding[]>;
}
