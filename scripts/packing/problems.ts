/** What may be wrong with a packed package, in plain words. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import type { PackedPackage } from "./pack.js";

/** All that is wrong with a packed package; empty when it is fit to be published. */
export async function problemsOf(packed: PackedPackage): Promise<readonly string[]> {
  return [
    ...leftInManifest(packed),
    ...lostNullSubpaths(packed),
    ...wrongFiles(packed),
    ...(await publintMessages(packed)),
    ...wrongTypes(packed),
  ];
}

/** What only means something inside the workspace must not leave it. */
function leftInManifest({ manifest }: PackedPackage): readonly string[] {
  const { publishConfig: _, mortise: __, ...rest } = manifest;
  const text = JSON.stringify(rest);
  return ["@mortise/source", "workspace:", "catalog:"]
    .filter((word) => text.includes(word))
    .map((word) => `package.json still says "${word}": see its publishConfig`);
}

/** `"./internal/*": null` closes a folder; a publishConfig that forgets it opens the folder again. */
function lostNullSubpaths({ folder, manifest }: PackedPackage): readonly string[] {
  const source = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { exports?: object };
  const packedExports = (manifest["exports"] ?? {}) as Record<string, unknown>;
  const differing = Object.entries(source.exports ?? {}).filter(([path, target]) =>
    target === null ? packedExports[path] !== null : !(path in packedExports),
  );
  return differing.map(([path]) => `exports["${path}"] is lost by publishConfig.exports`);
}

function wrongFiles({ files, manifest }: PackedPackage): readonly string[] {
  const unwanted = files
    .filter((path) => isUnwanted(path) || (path.endsWith(".d.ts") && !exportsCode(manifest)))
    .map((path) => `${path} is packed`);
  const wanted = ["LICENSE", "README.md", ...("mortise" in manifest ? ["mortise.plugin.json"] : [])];
  return [...unwanted, ...wanted.filter((path) => !files.includes(path)).map((path) => `${path} is not packed`)];
}

/** Tests, sources, and what tools leave behind. */
function isUnwanted(path: string): boolean {
  const isSource = /\.[cm]?tsx?$/.test(path) && !/\.d\.[cm]?ts$/.test(path);
  return isSource || /\.(?:page-)?test\.|(?:^|\/)(?:src|tests?|fixtures)\/|tsbuildinfo|\.(?:cache|tmp|map)$/.test(path);
}

function exportsCode(manifest: PackedPackage["manifest"]): boolean {
  return Object.hasOwn(manifest["exports"] ?? {}, ".");
}

async function publintMessages({ archive }: PackedPackage): Promise<readonly string[]> {
  const { messages, pkg } = await publint({
    pack: { tarball: new Uint8Array(readFileSync(archive)).buffer },
    strict: true,
  });
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`);
}

/** Whether TypeScript finds the types as an importer would. A command exports nothing, so there is nothing to find. */
function wrongTypes({ archive, manifest }: PackedPackage): readonly string[] {
  if (!exportsCode(manifest)) return [];
  const program = join(
    dirname(createRequire(import.meta.url).resolve("@arethetypeswrong/cli/package.json")),
    "dist/index.js",
  );
  const options = ["--profile", "esm-only", "--format", "ascii", "--no-color", "--no-emoji"];
  const run = spawnSync(process.execPath, [program, archive, ...options], { encoding: "utf8" });
  return run.status === 0 ? [] : [`attw: ${run.stdout}${run.stderr}`];
}
