import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "rolldown/utils";

const top = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** The packages that people import, by the names of their folders; the command has a program and no exports. */
export const publicPackages = ["sdk", "core", "testing", "openclaw", "gateway", "cli"] as const;

/** What an entry of a package may become, by its exports; a type's name has `type` before it. */
export type ExportStability = Readonly<Record<string, "stable" | "evolving">>;

/** The entries of a package that lead to code, `@mortise/sdk/typebox`, each with its source's absolute path. */
export function codeEntries(folder: string): ReadonlyMap<string, string> {
  const home = join(top, "packages", folder);
  const { name, exports = {} } = readJson(join(home, "package.json")) as {
    readonly name: string;
    readonly exports?: Readonly<Record<string, { readonly "@mortise/source"?: string } | string | null>>;
  };
  return new Map(
    Object.entries(exports).flatMap(([path, target]) => {
      const source = typeof target === "object" ? target?.["@mortise/source"] : undefined;
      return source === undefined ? [] : [[name + path.slice(1), join(home, source)] as const];
    }),
  );
}

/** The names that a module exports, those that it passes on included, sorted. */
export function exportedNames(file: string): readonly string[] {
  const { module } = parseSync(file, readFileSync(file, "utf8"));
  const names = module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ exportName, isType, moduleRequest }) => {
      if (exportName.name !== null) return [isType ? `type ${exportName.name}` : exportName.name];
      if (exportName.kind === "Default") return ["default"];
      return moduleRequest ? exportedNames(sourceOf(join(dirname(file), moduleRequest.value))) : [];
    });
  return [...new Set(names)].toSorted();
}

/** The reviewed table of a package: its entries, and what each export may become. */
export function exportTable(folder: string): Readonly<Record<string, ExportStability>> {
  return readJson(join(top, "scripts", "surface", "exports", `${folder}.json`)) as Record<string, ExportStability>;
}

function sourceOf(built: string): string {
  return built.replace(/\.js$/, ".ts");
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}
