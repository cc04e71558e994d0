import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { readingSources, sourceFile } from "../child.js";
import { folderWith } from "../folder.js";

const program = fileURLToPath(new URL("program.ts", import.meta.url));

/** What is told of each soak. */
const verdicts = [
  "PASS the heap does not grow: an edit before every second reload",
  "PASS the heap does not grow: no edits",
  "PASS no call failed",
  "PASS no view saw two instances",
  "PASS one owner throughout",
  "PASS nothing of an instance ran after it was disposed",
  "PASS every reload was taken",
  "PASS every instance but the last was disposed, and that by close",
  "PASS the service ran once at a time, and not after close",
  "PASS as many handles as before",
  "PASS nothing was reported",
];

it(
  "200 reloads under 10 callers: all is answered, nobody sees two instances, and nothing is left [LIFE-11]",
  { timeout: 120_000 },
  async () => {
    const numbers = [120, 80, 10, 20].map(String);
    const args = [...readingSources, program, sourceFile("index.ts"), folderWith(), ...numbers];
    const { stdout } = await promisify(execFile)(process.execPath, args).catch(
      (error: unknown) => error as { readonly stdout: string },
    );
    const lines = stdout.split("\n");
    expect(
      lines.filter((line) => /^(?:PASS|FAIL)/.test(line)),
      stdout,
    ).toEqual(verdicts);
  },
);
