import { writeSync } from "node:fs";

/** What the program was given: as whoever runs it wrote it. */
export function given(): unknown {
  return JSON.parse(process.argv[2] ?? "{}");
}

/** Says what came of it, and ends the process. */
export function answer(value: unknown): never {
  writeSync(1, JSON.stringify(value));
  process.exit(0);
}
