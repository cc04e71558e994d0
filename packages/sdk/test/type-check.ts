import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const sdk = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const workspace = resolve(sdk, "../..");
const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");

const compilerOptions = {
  target: "es2023",
  lib: ["es2023", "esnext.disposable"],
  module: "nodenext",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true,
  types: ["node"],
  typeRoots: [join(workspace, "node_modules/@types")],
  paths: {
    "@mortise/sdk": [join(sdk, "src/index.ts")],
    "@mortise/sdk/typebox": [join(sdk, "src/typebox.ts")],
    typebox: [join(sdk, "node_modules/typebox")],
  },
};

/** What the compiler makes of a plugin's source. */
export interface TypeCheck {
  /** Line (from 1) and code of each error in the source. */
  readonly errors: readonly { readonly line: number; readonly code: string }[];
  /** What the compiler said, whole. */
  readonly output: string;
  /** How long checking took, by the compiler's own clock, in seconds; reading files and parsing apart. */
  readonly checkSeconds: number;
  /** How long the whole run took, in seconds. */
  readonly totalSeconds: number;
}

/** Type-checks a source as an author's project would, in a folder of its own, against the SDK's source. */
export function checkTypes(source: string): TypeCheck {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mortise-types-")));
  try {
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "plugin.ts"), source);
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["plugin.ts"] }));
    const run = spawnSync(process.execPath, [compiler, "-p", folder, "--extendedDiagnostics", "--pretty", "false"], {
      cwd: folder,
      encoding: "utf8",
    });
    const output = `${run.stdout}${run.stderr}`;
    const errors = [...output.matchAll(/^(\S+)\((\d+),\d+\): error (TS\d+)/gm)].map(
      ([, file = "", line, code = ""]) => ({
        line: file.endsWith("plugin.ts") ? Number(line) : 0,
        code,
      }),
    );
    return { errors, output, checkSeconds: secondsOf(output, "Check"), totalSeconds: secondsOf(output, "Total") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function secondsOf(output: string, phase: string): number {
  return Number(new RegExp(`^${phase} time:\\s+([\\d.]+)s`, "m").exec(output)?.[1] ?? Number.NaN);
}
