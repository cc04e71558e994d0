/**
 * Packs every package and looks at it as its importers would. Needs a full build first. Run it by
 * `npx pnpm@12.21.0 run packages`.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageFolders } from "./build/fingerprint.mjs";
import { isPrivate, pack } from "./packing/pack.js";
import { problemsOf } from "./packing/problems.js";

const top = join(dirname(fileURLToPath(import.meta.url)), "..");
const destination = mkdtempSync(join(tmpdir(), "mortise-packages-"));
let problemCount = 0;

for (const folder of packageFolders(top).map((name) => join(top, name))) {
  if (isPrivate(folder)) continue;
  const problems = existsSync(join(folder, "dist"))
    ? await problemsOf(pack(folder, destination))
    : ["dist/ is missing. Run: npx pnpm@12.21.0 run build"];
  problemCount += problems.length;
  console.log(`${problems.length === 0 ? "fit to publish" : "NOT fit to publish"}: ${folder.slice(top.length + 1)}`);
  for (const problem of problems) console.error(`  ${problem}`);
}

rmSync(destination, { recursive: true });
if (problemCount > 0) process.exitCode = 1;
