/**
 * Packs every public package and looks at it as its importers would: by its files, installed alone outside of the
 * workspace, installed with all others, and by the tutorial. Needs a full build first. Run it by
 * `npx pnpm@12.21.0 run packages`.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageFolders } from "./build/fingerprint.mjs";
import { importerProblems, type Workspace } from "./packing/importer.js";
import { isPrivate, pack } from "./packing/pack.js";
import { problemsOf } from "./packing/problems.js";
import { programProblems } from "./packing/programs.js";
import { tutorialProblems } from "./packing/tutorial.js";

const top = join(dirname(fileURLToPath(import.meta.url)), "..");
const folders = packageFolders(top)
  .map((name) => join(top, name))
  .filter((folder) => !isPrivate(folder));
const unbuilt = folders.filter((folder) => !existsSync(join(folder, "dist")));

if (unbuilt.length === 0) process.exitCode = (await check()) === 0 ? 0 : 1;
else {
  console.error(`Not built: ${unbuilt.join(", ")}. Run: npx pnpm@12.21.0 run build`);
  process.exitCode = 1;
}

/** Gives the number of things that are wrong. */
async function check(): Promise<number> {
  const destination = realpathSync(mkdtempSync(join(tmpdir(), "mortise-packages-")));
  try {
    return await checkPackedTo(destination);
  } finally {
    rmSync(destination, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function checkPackedTo(destination: string): Promise<number> {
  let count = 0;
  const tell = (what: string, problems: readonly string[]) => {
    console.log(`${problems.length === 0 ? "good" : "NOT good"}: ${what}`);
    for (const problem of problems) console.error(`  ${problem}`);
    count += problems.length;
  };
  const outside = join(destination, "outside");
  mkdirSync(outside);
  const workspace: Workspace = { top, outside, nodeTypes: `@types/node@${nodeTypesVersion()}` };
  const packages = folders.map((folder) => pack(folder, destination));
  for (const packed of packages) tell(`${packed.name}, as packed`, await problemsOf(packed));
  for (const packed of packages) tell(`${packed.name}, installed alone`, importerProblems(packed, packages, workspace));
  tell("the command and the gateway, installed with all plugins", await programProblems(packages, workspace));
  tell("the tutorial, followed from an empty folder", tutorialProblems(packages, workspace));
  return count;
}

function nodeTypesVersion(): string {
  const path = join(top, "node_modules", "@types", "node", "package.json");
  return (JSON.parse(readFileSync(path, "utf8")) as { readonly version: string }).version;
}
