// What OpenClaw's SDK has for files that are needed for a while.
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, realpathSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { basename, join } from "node:path";

/** The folder for temporary files, absolute: below the system's, readable by this user only. */
export function resolvePreferredOpenClawTmpDir(): string {
  const folder = join(realpathSync(tmpdir()), `mortise-openclaw-${userInfo().username}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** A name that is safe as one part of a path. */
export function sanitizeTempFileName(name: string): string {
  const safe = basename(name.replaceAll("\\", "/"))
    .replaceAll(/[^\w.-]+/g, "-")
    .replaceAll(/^[-.]+|-+$/g, "");
  return safe === "" ? "download.bin" : safe;
}

/** A path for a new file, which is not made. */
export function buildRandomTempFilePath(of: {
  prefix: string;
  extension?: string;
  tmpDir?: string;
  now?: number;
  uuid?: string;
}): string {
  const extension =
    of.extension
      ?.trim()
      .replace(/^\.*/, ".")
      .replaceAll(/[^\w.]/g, "") ?? "";
  const name = `${sanitizeTempFileName(of.prefix)}-${of.now ?? Date.now()}-${of.uuid?.trim() || randomUUID()}`;
  return join(of.tmpDir ?? resolvePreferredOpenClawTmpDir(), name + (extension === "." ? "" : extension));
}

/** A folder of one's own, which is gone after `cleanup`. */
export interface TempWorkspace {
  readonly dir: string;
  path(name: string): string;
  write(name: string, content: string | Uint8Array): Promise<string>;
  cleanup(): Promise<void>;
}

/** Makes one. */
export function tempWorkspace(of: { rootDir: string; prefix: string }): Promise<TempWorkspace> {
  const dir = mkdtempSync(join(of.rootDir, `${sanitizeTempFileName(of.prefix)}-`));
  const path = (name: string) => join(dir, sanitizeTempFileName(name));
  const cleanup = () => rm(dir, { recursive: true, force: true });
  const write = async (name: string, content: string | Uint8Array) => {
    await writeFile(path(name), content, { mode: 0o600 });
    return path(name);
  };
  const disposal = Symbol.asyncDispose ? { [Symbol.asyncDispose]: cleanup } : {};
  return Promise.resolve({ dir, path, write, cleanup, ...disposal });
}

/** Makes one for the time of a call. */
export async function withTempWorkspace<Value>(
  of: { rootDir: string; prefix: string },
  use: (workspace: TempWorkspace) => Promise<Value>,
): Promise<Value> {
  const workspace = await tempWorkspace(of);
  try {
    return await use(workspace);
  } finally {
    await workspace.cleanup();
  }
}

interface Download {
  readonly prefix: string;
  readonly fileName?: string;
  readonly tmpDir?: string;
}

/** A path for a download in a folder of its own, for the time of a call. */
export async function withTempDownloadPath<Value>(of: Download, use: (path: string) => Promise<Value>): Promise<Value> {
  const place = { rootDir: of.tmpDir ?? resolvePreferredOpenClawTmpDir(), prefix: of.prefix };
  return withTempWorkspace(place, (workspace) => use(workspace.path(of.fileName ?? "download.bin")));
}
