/** Files of a plugin as they were read: SHA-256, hex, by absolute path. */
export type FileVersions = ReadonlyMap<string, string>;

/** The version of what a file holds: SHA-256, hex. */
export function versionOf(content: string | Uint8Array): string {
  return process.getBuiltinModule("node:crypto").hash("sha256", content);
}
