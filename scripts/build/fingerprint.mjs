/**
 * Whether the built JavaScript still matches its sources. Plain JavaScript on node: builtins alone, because it runs
 * before every `npm start`, where compiling TypeScript would cost more than the answer.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a build leaves behind: the sources it saw and the files it made (relative to the top folder).
 * @typedef {{ readonly sources: string, readonly outputs: readonly string[] }} Stamp */

/** @param {string} top */
const stampPath = (top) => join(top, "node_modules", ".cache", "mortise", "build.json");

/** Every file below a folder, as a path; nothing when the folder is missing.
 * @param {string} folder
 * @returns {string[]} */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** The folders of all packages, relative to the top folder.
 * @param {string} top
 * @returns {string[]} */
export function packageFolders(top) {
  return ["packages", "plugins"].flatMap((group) =>
    readdirSync(join(top, group))
      .filter((name) => existsSync(join(top, group, name, "package.json")))
      .map((name) => join(group, name)),
  );
}

/**
 * A hash over path, size and time of change of everything that the built JavaScript is made from. Tests are left out:
 * editing one must not cost a build.
 * @param {string} top the repository's top folder
 */
export function fingerprint(top) {
  const folders = packageFolders(top);
  const sources = [
    ...["package.json", "pnpm-lock.yaml", "tsconfig.json", "scripts/build.ts"].map((name) => join(top, name)),
    ...filesBelow(join(top, "scripts", "build")),
    ...folders.map((folder) => join(top, folder, "package.json")),
    ...folders.flatMap((folder) => ["bin", "src"].flatMap((part) => filesBelow(join(top, folder, part)))),
  ];
  // A code cache is of one Node only.
  const hash = createHash("sha256").update(process.version);
  for (const path of sources.filter((source) => !source.endsWith(".test.ts")).toSorted()) {
    const file = statSync(path, { throwIfNoEntry: false });
    hash.update(`${path}\0${file?.size}\0${file?.mtimeMs}\n`);
  }
  return hash.digest("hex");
}

/** True when nothing changed since the last build and all that it made is still there.
 * @param {string} top */
export function isFresh(top) {
  const path = stampPath(top);
  if (!existsSync(path)) return false;
  const stamp = /** @type {Stamp} */ (JSON.parse(readFileSync(path, "utf8")));
  return stamp.sources === fingerprint(top) && stamp.outputs.every((file) => existsSync(join(top, file)));
}

/** Remembers a finished build. Called last, so that a build which failed is tried again.
 * @param {string} top
 * @param {Stamp} stamp */
export function writeStamp(top, stamp) {
  const path = stampPath(top);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, JSON.stringify(stamp));
  renameSync(`${path}.${process.pid}`, path);
}
