import { basename, extname, join } from "node:path";
import { diagnose, readPointer, type Diagnostic, type PluginReading } from "@mortise/core/catalog";
import { diagnoseOpenclaw } from "../diagnostics.js";
import type { Subject } from "../subject.js";
import { builtCandidates, isCode, isTypeScript, leavesFolder, mayRunSource } from "./built.js";
import { readPackageBlock, type PackageBlock } from "./package-block.js";

/** An entry, or why there is none. */
type Resolved = Pick<PluginReading, "entry" | "entryProblem">;

/** One plugin's entry. */
export interface EntryReading extends Resolved {
  /** What tells this plugin from the others of the package, and the file as written; absent where it is the only one. */
  readonly distinct?: { readonly name: string; readonly written: string };
}

/** OpenClaw looks for these, in this order, where `openclaw.extensions` names none. */
const defaultEntries = ["index.ts", "index.js", "index.mjs", "index.cjs"];

/** The entries of the package; none where its package.json is wrong, which was reported. */
export function resolveEntries(subject: Subject): readonly EntryReading[] {
  const block = readPackageBlock(subject);
  if (!block) return [];
  const { extensions, runtimeExtensions } = block;
  if (extensions.length === 0) return [undeclaredEntry(subject, block)];
  return extensions.map((written, index) => ({
    ...(extensions.length > 1 && { distinct: { name: basename(written, extname(written)), written } }),
    ...declaredEntry(subject, written, runtimeExtensions[index]),
  }));
}

function declaredEntry({ source, atPackage }: Subject, written: string, runtime?: string): Resolved {
  const { root, origin, development } = source;
  // Core's gate has the last word on paths that lead out, so it must get to see them.
  if (leavesFolder(root, written)) return { entry: written };
  const mayUseSource = !isTypeScript(written) || mayRunSource(origin);
  if (development && mayUseSource && source.exists(written)) return { entry: written };
  if (runtime !== undefined) {
    if (source.exists(runtime) || leavesFolder(root, runtime)) return { entry: runtime };
    const place = { ...atPackage("/openclaw/runtimeExtensions"), level: "warning" } as const;
    const missing = diagnoseOpenclaw("OPENCLAW_RUNTIME_ENTRY_MISSING", { entry: runtime, source: written }, place);
    return { entry: runtime, entryProblem: missing };
  }
  if (!isTypeScript(written)) return { entry: written };
  const candidates = builtCandidates(written);
  const built = candidates.find((file) => source.exists(file));
  if (built !== undefined || mayUseSource) return { entry: built ?? written };
  const place = { ...atPackage("/openclaw/extensions"), level: "warning" } as const;
  const tried = candidates.join(", ");
  return { entryProblem: diagnoseOpenclaw("OPENCLAW_ENTRY_TYPESCRIPT", { entry: written, tried }, place) };
}

function undeclaredEntry(subject: Subject, { main }: PackageBlock): Resolved {
  const { source, compat, report, atPackage } = subject;
  const index = defaultEntries.find((file) => source.exists(file));
  if (index !== undefined) return declaredEntry(subject, index);
  if (!source.packageJson) {
    const place = { path: join(source.root, "index.js"), level: "warning" } as const;
    return { entryProblem: diagnose("ENTRY_NOT_FOUND", { entry: "index.js", published: "" }, place) };
  }
  if (compat === "strict" || main === undefined || !isCode(main)) return { entryProblem: noEntry(subject) };
  report(diagnoseOpenclaw("OPENCLAW_ENTRY_FROM_MAIN", { entry: main }, atPackage("/main")));
  return declaredEntry(subject, main);
}

/** There is no entry; where the manifest names a file of another language, that is said as well. */
function noEntry({ source }: Subject): Diagnostic {
  const missing = diagnose(
    "ENTRY_MISSING",
    { example: '"openclaw": { "extensions": ["./index.js"] }' },
    { path: source.root },
  );
  const key = ["entry", "main"].find((name) => typeof readPointer(source.json.value, `/${name}`) === "string");
  const named = key === undefined ? "" : String(readPointer(source.json.value, `/${key}`));
  if (key === undefined || isCode(named)) return missing;
  return { ...missing, message: `${missing.message} The manifest's "${key}" names ${named}, which is neither.` };
}
