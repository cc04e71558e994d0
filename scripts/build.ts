/**
 * Builds every package's `dist/`: JavaScript, and declarations unless `--js` is given. Run it by `npx pnpm build`.
 */
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { bundle } from "./build/bundle.js";
import { writeCodeCache } from "./build/code-cache.js";
import { writeDeclarations } from "./build/declarations.js";
import { fingerprint, writeStamp } from "./build/fingerprint.mjs";
import { findTargets, type BuildTarget } from "./build/targets.js";
import { writeFiles } from "./build/write.js";

const top = join(dirname(fileURLToPath(import.meta.url)), "..");

function isReady(target: BuildTarget): boolean {
  for (const source of target.missing) console.error(`${target.name}: ${source} does not exist, so it is not built`);
  return Object.keys(target.entries).length > 0;
}

async function buildJavaScript(targets: readonly BuildTarget[]): Promise<void> {
  // Before reading: what changes while we build makes the next start build again.
  const sources = fingerprint(top);
  const bundles = await Promise.all(targets.map(async (target) => ({ target, files: await bundle(target) })));
  const written = bundles.flatMap(({ target, files }) => writeFiles(join(target.folder, "dist"), files));
  const caches = targets.filter(({ isCommand }) => isCommand).flatMap((target) => writeCodeCache(top, target));
  writeStamp(top, { sources, outputs: [...written, ...caches].map((path) => relative(top, path)) });
}

const targets = findTargets(top).filter(isReady);
try {
  await buildJavaScript(targets);
  if (!process.argv.includes("--js")) process.exitCode = writeDeclarations(top, targets);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error("The build failed; the files of the last good build are untouched.");
  process.exitCode = 1;
}
