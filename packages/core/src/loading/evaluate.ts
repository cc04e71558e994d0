import { readFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname } from "node:path";
import { types } from "node:util";
import { fileURLToPath, pathToFileURL } from "node:url";
import { askedByTyped, askedNames, checkNames, withMembersAsked, type AskedNames } from "./asked-names.js";
import type { Lender } from "./lender.js";
import { codeOf, compile, isTypeScript, kindOf, membersOf, type FileKind, type PackageTypes } from "./module-code.js";
import { nativeImport } from "./native-import.js";
import { versionOf, type FileVersions } from "./file-version.js";
import { isOwnSpecifier, type ReadFile } from "./own-files.js";
import type { ReadSource } from "./read-imports.js";
import { resolveFrom } from "./resolve-module.js";
import type { Transformer } from "./transformer.js";

/** One file: evaluated, being evaluated, or failed. */
interface OwnFile {
  readonly path: string;
  readonly kind: FileKind;
  readonly module: { exports: unknown };
  /** What it asks of those that it imports. */
  asked?: AskedNames;
  /** Present as soon as it is being evaluated; settles when it has been. */
  done?: Promise<void>;
  /** What it threw, to be thrown again without running it again. */
  failure?: { readonly error: unknown };
  /** The files that it waits for now. */
  readonly waitsFor: Set<OwnFile>;
}

/** What an evaluator works with. */
export interface EvaluatorParts {
  readonly transformer: Transformer;
  readonly readSource: ReadSource;
  readonly lender: Lender;
}

/**
 * Evaluates what Node cannot take as it is. A plugin's own files (TypeScript, and what it names by path) are transformed
 * by jiti and evaluated here, each once; packages and built-in modules are Node's. jiti's own import is not used: where
 * a JavaScript file throws, it evaluates the file again.
 */
export class Evaluator {
  readonly #parts: EvaluatorParts;
  readonly #files = new Map<string, OwnFile>();
  readonly #versions = new Map<string, string>();
  readonly #packageTypes: PackageTypes = new Map();
  #read: ReadonlyMap<string, ReadFile> | undefined;
  #nodeModule: Promise<object> | undefined;

  /** `read`: files that were read a moment ago, and need not be read again for the first import. */
  constructor(parts: EvaluatorParts, read?: ReadonlyMap<string, ReadFile>) {
    this.#parts = parts;
    this.#read = read;
  }

  /** What was evaluated so far. */
  get versions(): FileVersions {
    return this.#versions;
  }

  /** Evaluates a file and gives its namespace. Rejects with what it threw. */
  async import(path: string): Promise<unknown> {
    try {
      return await this.#importFile(this.#open(path, this.#kindOf(path) ?? "module"));
    } finally {
      // What is imported later is what is on disk then.
      this.#read = undefined;
    }
  }

  /** Evaluates a file at once and gives what it exports. Throws what it throws; a file may not await at its top here. */
  require(path: string): unknown {
    const file = this.#open(path, this.#kindOf(path) ?? "module");
    this.#runSync(file);
    return file.module.exports;
  }

  #kindOf(path: string): FileKind | undefined {
    const readNow = () => this.#parts.readSource(readFileSync(path, "utf8"));
    return kindOf(path, this.#packageTypes, () => (this.#read?.get(path) ?? readNow()).hasModuleSyntax());
  }

  #open(path: string, kind: FileKind): OwnFile {
    const file = this.#files.get(path) ?? { path, kind, module: { exports: {} }, waitsFor: new Set() };
    this.#files.set(path, file);
    return file;
  }

  async #importFile(file: OwnFile, by?: OwnFile): Promise<unknown> {
    // In a circle, one gets what is there so far, as with any loader.
    if (by && leadsTo(file, by)) return namespaceOf(file);
    by?.waitsFor.add(file);
    try {
      await (file.done ??= Promise.resolve().then(() => this.#runAsync(file)));
    } finally {
      by?.waitsFor.delete(file);
    }
    if (file.failure) throw file.failure.error;
    return namespaceOf(file);
  }

  async #importFrom(by: OwnFile, specifier: string): Promise<unknown> {
    const asked = by.asked?.get(specifier);
    const { lender } = this.#parts;
    if (lender.lends(specifier)) {
      const lent = lender.lend(specifier);
      // What is no module of Node's may be open at its end: any name can be read off it.
      if (types.isModuleNamespaceObject(lent)) checkNames(by.path, asked, lent);
      return lent;
    }
    const own = this.#ownFile(by, specifier);
    if (own) {
      const isCircle = leadsTo(own, by);
      const namespace = await this.#importFile(own, by);
      if (!isCircle) checkNames(by.path, asked, namespace);
      return namespace;
    }
    const namespace = withMembersAsked(await this.#importNative(by, specifier), asked);
    checkNames(by.path, asked, namespace);
    return namespace;
  }

  #importNative(by: OwnFile, specifier: string): Promise<unknown> {
    if (isNodeModule(specifier)) return (this.#nodeModule ??= this.#makeNodeModule());
    if (isNodes(specifier)) return nativeImport(specifier);
    return nativeImport(pathToFileURL(this.#resolve(specifier, by.path, "import")).href);
  }

  /** The `require` that a module makes for itself reaches what the host lends, too. */
  async #makeNodeModule(): Promise<object> {
    const namespace = (await nativeImport("node:module")) as object;
    return { ...namespace, createRequire: (from: string | URL) => this.#requireOf(from) };
  }

  #requireOf(from: string | URL): unknown {
    const path = String(from).startsWith("file:") ? fileURLToPath(from) : String(from);
    const by: OwnFile = { path, kind: "commonjs", module: { exports: {} }, waitsFor: new Set() };
    return this.#requireFor(by, createRequire(from));
  }

  #requireFor(by: OwnFile, native: NodeJS.Require): NodeJS.Require {
    return Object.assign((specifier: string) => this.#requireFrom(by, native, specifier), native);
  }

  #requireFrom(by: OwnFile, native: NodeJS.Require, specifier: string): unknown {
    const { lender } = this.#parts;
    if (lender.lends(specifier)) return lender.lend(specifier);
    const own = this.#ownFile(by, specifier, "require");
    if (!own) return native(isNodes(specifier) ? specifier : this.#resolve(specifier, by.path, "require"));
    this.#runSync(own);
    return own.module.exports;
  }

  /** The plugin's own file that a specifier names; nothing where it names what is Node's. */
  #ownFile(by: OwnFile, specifier: string, condition: "import" | "require" = "import"): OwnFile | undefined {
    if (isNodes(specifier)) return undefined;
    const path = this.#resolve(specifier, by.path, condition);
    const kind = isOwn(specifier, path) ? this.#kindOf(path) : undefined;
    return kind && this.#open(path, kind);
  }

  async #runAsync(file: OwnFile): Promise<void> {
    try {
      await this.#evaluate(file, true);
    } catch (error) {
      file.failure = { error };
    }
  }

  #runSync(file: OwnFile): void {
    if (file.failure) throw file.failure.error;
    if (file.done) return;
    file.done = Promise.resolve();
    try {
      this.#evaluate(file, false);
    } catch (error) {
      file.failure = { error };
      throw error;
    }
  }

  #evaluate(file: OwnFile, isAsync: boolean): unknown {
    const { path, kind, module } = file;
    const { source, version } = this.#readFile(path);
    if (kind === "json") return void (module.exports = JSON.parse(source));
    const code = codeOf({ file: path, source, version, kind, isAsync }, this.#parts.transformer);
    if (kind === "module") file.asked = this.#askedBy(path, source, code);
    const require = this.#requireFor(file, createRequire(path));
    const importModule = (specifier: string) => this.#importFrom(file, specifier);
    const resolveUrl = (specifier: string) => pathToFileURL(this.#resolve(specifier, path, "import")).href;
    const call = compile(code, { file: path, kind, isAsync });
    const given = [module.exports, require, module, path, dirname(path), importModule, resolveUrl];
    return Reflect.apply(call, module.exports, given);
  }

  #readFile(path: string): { readonly source: string; readonly version: string } {
    const known = this.#read?.get(path);
    const content = known ? "" : readFileSync(path);
    const { text: source, version } = known ?? { text: String(content), version: versionOf(content) };
    this.#versions.set(path, version);
    return { source, version };
  }

  #askedBy(path: string, source: string, code: string): AskedNames {
    if (isTypeScript(path)) return askedByTyped(source, code);
    return askedNames((this.#read?.get(path) ?? this.#parts.readSource(source)).imports);
  }

  #resolve(specifier: string, from: string, condition: "import" | "require"): string {
    return resolveFrom(specifier, from, condition, this.#parts.transformer);
  }
}

/** Whether a specifier names what is Node's as it stands. */
function isNodes(specifier: string): boolean {
  return isBuiltin(specifier) || specifier.startsWith("data:");
}

function isNodeModule(specifier: string): boolean {
  return specifier === "node:module" || specifier === "module";
}

/** Whether `file` waits for `other`, directly or through what it waits for. */
function leadsTo(file: OwnFile, other: OwnFile): boolean {
  return file === other || [...file.waitsFor].some((next) => leadsTo(next, other));
}

/** What a plugin names by path is its own; so is TypeScript of a workspace, which Node would not take. */
function isOwn(specifier: string, path: string): boolean {
  return isTypeScript(path) || isOwnSpecifier(specifier);
}

/** As Node gives it: what CommonJS exports is the default, and its members have their names too. */
function namespaceOf({ kind, module: { exports } }: OwnFile): unknown {
  const hasMembers = (typeof exports === "object" && exports !== null) || typeof exports === "function";
  if (kind === "module" && hasMembers && "__esModule" in exports) return exports;
  return { ...(hasMembers ? membersOf(exports) : {}), default: exports };
}
