import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, relative, sep } from "node:path";
import type { Finding, Findings } from "./check.js";
import { placeIn } from "./diagnostics.js";
import { ownModules, type OwnModule } from "./own-modules.js";
import type { Subject } from "./subject.js";

interface PackageFile {
  readonly name?: string;
  readonly dependencies?: object;
  readonly peerDependencies?: object;
  readonly optionalDependencies?: object;
  readonly devDependencies?: object;
}

/** The host lends it to plugins that bring none. */
const lent = "@mortise/sdk";

/** Whether the plugin's own files import what Node has, what package.json declares, and each other. */
export async function checkImports({ candidate, root }: Subject): Promise<Findings> {
  const entry = candidate.entry?.file ?? "";
  const own = readPackageFile(root);
  const findings: Finding[] = [];
  const advice: Finding[] = [];
  for await (const module of ownModules(entry)) {
    if (!isBelow(root, module.file)) continue;
    for (const specifier of module.specifiers) {
      const outside = leadsOut(root, module, specifier);
      const name = packageOf(specifier);
      if (outside !== undefined) findings.push(outside);
      else if (name !== undefined && !declares(own, name)) {
        (name === lent ? advice : findings).push(undeclared(root, module, name, own));
      }
    }
  }
  return { findings: eachOnce(findings), advice: eachOnce(advice) };
}

/** Nothing, where it is a file of the plugin, something that Node has, or an address. */
function packageOf(specifier: string): string | undefined {
  if (/^(?:\.{0,2}\/|\.{1,2}$|#|file:|data:|node:)/.test(specifier) || isBuiltin(specifier)) return undefined;
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

function leadsOut(root: string, { file, resolved }: OwnModule, specifier: string): Finding | undefined {
  const target = resolved.get(specifier);
  if (target === undefined || isBelow(root, target)) return undefined;
  return {
    what: `It imports "${specifier}", a file outside its folder.`,
    where: placeIn(file, lineOf(file, specifier)),
    mend: "Move that file into the plugin's folder, or make a package of it and declare that in package.json.",
  };
}

function undeclared(root: string, { file, specifiers }: OwnModule, name: string, own: PackageFile): Finding {
  const isOfDevelopment = Object.hasOwn(own.devDependencies ?? {}, name);
  const specifier = specifiers.find((one) => packageOf(one) === name) ?? name;
  return {
    what: `It imports ${name}, which is ${isOfDevelopment ? "a devDependency only" : "no dependency of its package.json"}.`,
    where: placeIn(file, lineOf(file, specifier)),
    mend: `Write "dependencies": { "${name}": "…" } in ${placeIn(join(root, "package.json"))}.`,
  };
}

function declares(own: PackageFile, name: string): boolean {
  const { dependencies = {}, peerDependencies = {}, optionalDependencies = {} } = own;
  return (
    own.name === name || [dependencies, peerDependencies, optionalDependencies].some((all) => Object.hasOwn(all, name))
  );
}

function readPackageFile(root: string): PackageFile {
  try {
    return JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as PackageFile;
  } catch {
    // A plugin needs none; what is wrong with one that is there, discovery says.
    return {};
  }
}

function isBelow(root: string, file: string): boolean {
  const path = relative(root, file);
  return path !== ".." && !path.startsWith(`..${sep}`) && !path.split(sep).includes("node_modules");
}

/** The first line that names it. */
function lineOf(file: string, specifier: string): number | undefined {
  const lines = readFileSync(file, "utf8").split("\n");
  const index = lines.findIndex((line) => line.includes(`"${specifier}"`) || line.includes(`'${specifier}'`));
  return index < 0 ? undefined : index + 1;
}

function eachOnce(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.what}\n${finding.where ?? ""}`, finding])).values()];
}
