/** Packs packages as a registry would get them. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** A packed package. */
export interface PackedPackage {
  readonly name: string;
  /** The package's folder. */
  readonly folder: string;
  /** Path of the archive. */
  readonly archive: string;
  /** Paths of the packed files, relative to the package. */
  readonly files: readonly string[];
  /** The package.json inside the archive: what pnpm made of ours. */
  readonly manifest: Readonly<Record<string, unknown>>;
}

/**
 * Packs one package into `destination`.
 *
 * @throws when pnpm is not on PATH, or refuses
 */
export function pack(folder: string, destination: string): PackedPackage {
  const run = spawnSync("pnpm", ["pack", "--json", "--pack-destination", destination], {
    cwd: folder,
    encoding: "utf8",
  });
  if (run.error) throw new Error("pnpm is not on PATH. Run: npx pnpm@12.21.0 run packages", { cause: run.error });
  if (run.status !== 0) throw new Error(`${folder} does not pack: ${run.stderr}${run.stdout}`);
  const packed = JSON.parse(run.stdout) as { name: string; filename: string; files: { path: string }[] };
  return {
    name: packed.name,
    folder,
    archive: packed.filename,
    files: packed.files.map(({ path }) => path),
    manifest: JSON.parse(readPacked(packed.filename, "package/package.json")) as Record<string, unknown>,
  };
}

/** The text of one file in a gzipped tar archive: each file is a header of 512 bytes and its content, padded to 512. */
function readPacked(archive: string, path: string): string {
  const bytes = gunzipSync(readFileSync(archive));
  const field = (start: number, length: number): string =>
    bytes.toString("utf8", start, start + length).split("\0")[0] ?? "";
  for (let header = 0; bytes[header];) {
    const size = Number.parseInt(field(header + 124, 12), 8);
    const content = header + 512;
    if (field(header, 100) === path) return bytes.toString("utf8", content, content + size);
    header = content + Math.ceil(size / 512) * 512;
  }
  throw new Error(`${archive} has no ${path}`);
}

/** True for a package that is not meant for a registry. */
export function isPrivate(folder: string): boolean {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { private?: boolean };
  return manifest.private === true;
}
