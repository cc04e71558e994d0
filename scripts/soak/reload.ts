/**
 * The soak: 8,000 reloads with an edit before every second, then 4,000 without, under 50 callers, on the built core and
 * plain Node; about four minutes. Run it by `npx jiti scripts/soak/reload.ts`, after a build; `--short` takes a twentieth.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const top = join(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "mortise-soak-")));
const [edited, unedited, look] = process.argv.includes("--short") ? [400, 200, 20] : [8000, 4000, 100];

/** One file that Node takes as it is. */
async function bundleProgram(): Promise<string> {
  const file = join(folder, "program.mjs");
  const build = await rolldown({
    input: join(top, "packages/core/test/soak/program.ts"),
    platform: "node",
    external: /^node:/,
  });
  await build.write({ file, format: "esm" });
  await build.close();
  return file;
}

try {
  const program = await bundleProgram();
  const args = [join(top, "packages/core/dist/index.js"), folder, ...[edited, unedited, 50, look].map(String)];
  const child = spawn(process.execPath, ["--expose-gc", "--disable-warning=ExperimentalWarning", program, ...args], {
    stdio: "inherit",
  });
  const [code] = (await once(child, "exit")) as [number | null];
  process.exitCode = code ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
