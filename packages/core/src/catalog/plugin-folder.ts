import type { Stats } from "node:fs";
import { join, resolve } from "node:path";
import { readdirSync } from "../config/disk.js";
import { readingProblem, readTextFile } from "../config/text-file.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { FolderEntry, PluginFolder } from "./format.js";
import { checkFoldersBetween, checkPermissions, manifestLimit } from "./gates.js";
import { readPackage, type PackageReading } from "./package-file.js";
import { findBelow, isInside, lstatPath, realPath, statPath, type Found } from "./paths.js";
import type { Origin } from "./roots.js";

/** A folder under reading, with what was found out about its files. */
export interface OpenedFolder extends PluginFolder {
  /** package.json, or what is wrong with it; read when first asked for. */
  readonly packageFile: PackageReading | undefined;
  /** What stands at a path below it (relative or absolute); nothing where it is not there, or cannot be looked at. */
  find(file: string): Found | undefined;
  /** Whether a file is there; one that cannot be looked at may be, and reading it will say why not. */
  mayHave(file: string): boolean;
  /** Which gate stops the folder itself. */
  refusal(): Diagnostic | undefined;
  /** What kept files and folders from being read so far, each once. */
  readonly problems: readonly Diagnostic[];
}

/** The most names that are looked at in all folders of one plugin together. */
const mostNames = 5_000;

/** Where a plugin's folder is. */
export interface FolderPlace {
  readonly path: string;
  readonly origin: Origin;
  /** Known to have all links resolved but that which the folder itself may be. */
  readonly isResolved?: boolean;
}

/** Opens a folder. Nothing is read until it is asked for. */
export function openFolder(place: FolderPlace): OpenedFolder {
  return new FolderOnDisk(place);
}

class FolderOnDisk implements OpenedFolder {
  readonly origin: Origin;
  readonly #place: FolderPlace;
  // Made for the first: most folders have none.
  #problems: Map<string, Diagnostic> | undefined;
  #root: ReturnType<typeof locate> | undefined;
  // Of one file several things are asked in a row, by the same words.
  #last: { readonly file: string; readonly found: Found | undefined } | undefined;
  #package: { readonly reading: PackageReading | undefined } | undefined;
  #namesLeft = mostNames;

  constructor(place: FolderPlace) {
    this.#place = place;
    this.origin = place.origin;
  }

  get root(): string {
    return (this.#root ??= locate(this.#place)).real;
  }

  get packageFile(): PackageReading | undefined {
    return (this.#package ??= { reading: readPackage(this.root, this.origin) }).reading;
  }

  get packageJson(): PluginFolder["packageJson"] {
    const found = this.packageFile;
    return found && "json" in found ? found : undefined;
  }

  get problems(): readonly Diagnostic[] {
    return this.#problems ? [...this.#problems.values()] : [];
  }

  exists(file: string): boolean {
    return this.find(file)?.stats.isFile() ?? false;
  }

  find(file: string): Found | undefined {
    try {
      return this.#look(file);
    } catch {
      return undefined;
    }
  }

  mayHave(file: string): boolean {
    try {
      return this.#look(file) !== undefined;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return code !== "ENOENT" && code !== "ENOTDIR";
    }
  }

  refusal(): Diagnostic | undefined {
    const { root } = this;
    const stats = this.#root?.stats ?? statPath(root);
    return stats && checkPermissions(root, stats, this.origin);
  }

  list(folder: string): readonly FolderEntry[] {
    const real = this.#locate(folder);
    const names = real === undefined ? [] : this.#namesIn(real);
    return names.flatMap((name) => {
      const stats = statPath(join(real ?? "", name));
      const kind = stats?.isDirectory() ? "folder" : stats?.isFile() ? "file" : undefined;
      return kind === undefined ? [] : [{ name, kind }];
    });
  }

  read(file: string): string | undefined {
    const real = this.#locate(file);
    if (real === undefined) return undefined;
    try {
      const { text, stats, isCut } = readTextFile(real, manifestLimit);
      const refused = checkPermissions(real, stats, this.origin);
      if (refused) return this.#refuse(refused);
      if (!isCut) return text;
      const parameters = { file, size: stats.size, limit: manifestLimit };
      return this.#refuse(diagnose("FILE_TOO_LARGE", parameters, { path: real }));
    } catch (error) {
      return this.#refuse(diagnose("FILE_UNREADABLE", { file, reason: readingProblem(error) }, { path: real }));
    }
  }

  /** The real path of what is there, past the gates but for its own permissions where it is a file. */
  #locate(relative: string): string | undefined {
    const path = resolve(this.root, relative);
    const found = this.find(relative);
    // What is not there cannot lead anywhere, unless its name does.
    const end = found?.real ?? path;
    if (!isInside(this.root, end)) {
      return this.#refuse(diagnose("FILE_ESCAPES", { file: relative, real: end }, { path }));
    }
    if (found === undefined) return undefined;
    const { real, stats } = found;
    const refused =
      (stats.isDirectory() && real !== this.root ? checkPermissions(real, stats, this.origin) : undefined) ??
      checkFoldersBetween(this.root, real, this.origin);
    return refused ? this.#refuse(refused) : real;
  }

  #look(file: string): Found | undefined {
    if (this.#last?.file !== file) this.#last = { file, found: findBelow(this.root, resolve(this.root, file)) };
    return this.#last.found;
  }

  #namesIn(real: string): readonly string[] {
    try {
      const names = readdirSync(real).toSorted();
      if (names.length > this.#namesLeft) {
        this.#refuse(diagnose("FOLDER_TOO_FULL", { folder: real, limit: mostNames }, { path: real }));
      }
      const taken = names.slice(0, this.#namesLeft);
      this.#namesLeft -= taken.length;
      return taken;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT" || code === "ENOTDIR") return [];
      this.#refuse(diagnose("FILE_UNREADABLE", { file: real, reason: readingProblem(error) }, { path: real }));
      return [];
    }
  }

  /** The plugin goes on without it, so it is a warning. */
  #refuse(problem: Diagnostic): undefined {
    const found: Diagnostic = { ...problem, level: "warning" };
    (this.#problems ??= new Map()).set(`${found.code} ${found.path ?? ""}`, found);
  }
}

/** Where a folder really is; with what the file system says of it, where that came up. */
function locate({ path, isResolved }: FolderPlace): { readonly real: string; readonly stats?: Stats } {
  const stats = isResolved ? lstatPath(path) : undefined;
  return stats?.isSymbolicLink() === false ? { real: path, stats } : { real: realPath(path) ?? path };
}
