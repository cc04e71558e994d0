/**
 * Writes every file that is made from source: validators, published schemas, reference pages, and of the manifests of
 * plugins what is made from the plugins' own. `--check` writes nothing and fails where one differs from what is committed.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { referencePages } from "./generate/docs.js";
import { buildManifests } from "./generate/plugin-manifests.js";
import { hostConfigArtifacts, manifestArtifacts } from "./generate/schemas.js";

const top = join(dirname(fileURLToPath(import.meta.url)), "..");
const isCheck = process.argv.includes("--check");

const artifacts: ReadonlyMap<string, string> = new Map([
  ...hostConfigArtifacts(),
  ...manifestArtifacts(),
  ...(await referencePages()),
]);

const stale = [...artifacts].filter(([file, text]) => {
  const path = join(top, file);
  return !existsSync(path) || readFileSync(path, "utf8") !== text;
});

for (const [file, text] of isCheck ? [] : stale) {
  mkdirSync(dirname(join(top, file)), { recursive: true });
  writeFileSync(join(top, file), text);
}
for (const [file] of stale) console.log(`${isCheck ? "stale" : "wrote"} ${file}`);

// After the schemas: manifests are read by them.
const manifests = await buildManifests(isCheck);
for (const { file, problems } of manifests) {
  console.log(`${isCheck ? "stale" : problems.length > 0 ? "failed" : "wrote"} ${file}`);
  for (const problem of problems) console.log(`  ${problem}`);
}
if (isCheck && stale.length + manifests.length > 0) {
  console.error("Generated files differ from their sources. Run: npm run generate");
  process.exitCode = 1;
}
if (manifests.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
