/** The whole check over one tree. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { furtherViolations } from "./further-rules.js";
import { readImportGraph, type Violation } from "./graph.js";
import { packageArrows } from "./rules.js";

/** What the check saw and found. */
export interface ArrowReport {
  readonly fileCount: number;
  readonly violations: readonly Violation[];
}

/**
 * Checks every import below `packages/` and `plugins/` of `top`.
 *
 * @throws when a source was not read: dependency-cruiser sees no TypeScript at all with a compiler it does not know,
 *   and calls that a success
 */
export async function checkArrows(top: string): Promise<ArrowReport> {
  const graph = await readImportGraph(top);
  const unread = sources(top).filter((path) => !graph.files.has(path));
  if (unread.length > 0) throw new Error(`${unread.length} sources were not read, the first is ${unread[0]}`);
  const violations = [...unknownPackages(top), ...graph.violations, ...furtherViolations(graph)];
  return { fileCount: graph.files.size, violations };
}

function sources(top: string): readonly string[] {
  return ["packages", "plugins"].flatMap((group) =>
    readdirSync(join(top, group)).flatMap((name) => typescriptBelow(top, `${group}/${name}/src`)),
  );
}

function typescriptBelow(top: string, folder: string): readonly string[] {
  if (!existsSync(join(top, folder))) return [];
  const names = readdirSync(join(top, folder), { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".ts") && !/(^|\/)fixtures\//.test(name))
    .map((name) => `${folder}/${name}`);
}

function unknownPackages(top: string): readonly Violation[] {
  return readdirSync(join(top, "packages"))
    .filter((name) => !(name in packageArrows))
    .map((name) => ({
      rule: "package-without-arrows",
      from: `packages/${name}`,
      to: "scripts/arrows/rules.ts",
      comment: "Say in packageArrows what this package may import.",
    }));
}
