import { appendFileSync, cpSync, existsSync, mkdtempSync, mkdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, parse, relative } from "node:path";
import { broughtBy, differencesOf, instanceIn } from "./brought.js";
import type { Finding, Findings } from "./check.js";
import { findingOf } from "./diagnostics.js";
import { aboutReload } from "./life-findings.js";
import type { Subject } from "./subject.js";

const leftOut: ReadonlySet<string> = new Set(["node_modules", ".git", ".cache", "coverage"]);

/** Loads a copy of the plugin, edits the copy's entry and loads it again: the new code must run, and bring the same. */
export async function checkEditedCopy(subject: Subject): Promise<Findings> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mortise-copy-")));
  try {
    return { findings: await editAndReload(subject, copyInto(folder, subject.root)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function editAndReload(subject: Subject, root: string): Promise<readonly Finding[]> {
  const { id } = subject;
  await using testHost = await subject.open(root);
  await testHost.report(id);
  const before = instanceIn(testHost, id);
  const file = before?.candidate.entry?.file;
  if (!before || file === undefined) return (testHost.host.failureOf(id) ?? []).map(inCopy);
  const first = broughtBy(before);
  appendFileSync(file, "\n// edited\n");
  const problems = aboutReload(await testHost.host.reload(id), id);
  const after = instanceIn(testHost, id);
  if (problems.length > 0 || !after) return problems;
  const isOld = after.imported.plugin === before.imported.plugin;
  const mend = "Make what differs inside register, from config and not from what an earlier load left.";
  return [
    ...(isOld ? [{ what: `${id} runs its old code although its entry was edited.` }] : []),
    ...differencesOf(first, broughtBy(after)).map((what) => ({ what: `Loaded from edited code, ${what}.`, mend })),
  ];
}

/** What goes wrong in a copy and not in the plugin's own folder is about what it needs from around it. */
function inCopy(diagnostic: Parameters<typeof findingOf>[0]): Finding {
  const { what } = findingOf(diagnostic);
  return {
    what: `A copy of its folder is not loaded: ${what}`,
    mend: "Import nothing from outside the folder by path.",
  };
}

/** Copies a plugin to the same path below `folder`; packages are found as they are from its own place. */
function copyInto(folder: string, root: string): string {
  const there = (path: string) => join(folder, relative(parse(root).root, path));
  cpSync(root, there(root), { recursive: true, filter: (path) => path === root || !leftOut.has(basename(path)) });
  for (const place of ancestorsOf(root)) {
    const packages = join(place, "node_modules");
    if (!existsSync(packages)) continue;
    mkdirSync(there(place), { recursive: true });
    symlinkSync(packages, there(packages), "junction");
  }
  return there(root);
}

/** The folder and all that it lies in, itself first. */
function ancestorsOf(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestorsOf(parent)];
}
