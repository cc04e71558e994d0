/** The licences of libraries that a bundle carries. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Matches the folder of the innermost package: `/…/node_modules/@scope/name`. */
const packageFolderPattern = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/;

/** One text with name, version and licence of every package that the given module paths lie in; empty when none does. */
export function licenseTexts(moduleIds: readonly string[]): string {
  const folders = new Set(moduleIds.flatMap((id) => packageFolderPattern.exec(id.replaceAll("\0", ""))?.[0] ?? []));
  return [...new Set([...folders].map(licenseOf))].toSorted().join("\n");
}

function licenseOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    name: string;
    version: string;
    license?: string;
  };
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : "";
  return `${name} ${version} (${license ?? "licence not stated"})\n\n${text}\n`;
}
