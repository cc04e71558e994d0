import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Jiti } from "jiti";
import { compileFile, isTypeScript, kindOf, type FileKind } from "./module-code.js";
import { nativeImport } from "./native-import.js";
import { isOwnSpecifier, versionOf, type FileVersions } from "./own-files.js";

/** One file: evaluated, being evaluated, or failed. */
interface OwnFile {
  readonly path: string;
  readonly kind: FileKind;
  readonly module: { exports: unknown };
  /** Present as soon as it is being evaluated; settles when it has been. */
  done?: Promise<void>;
  /** What it threw, to be thrown again without running it again. */
  failure?: { readonly error: unknown };
  /** The files that it waits for now. */
  readonly waitsFor: Set<OwnFile>;
}

/**
 * Evaluates what Node cannot take as it is. A plugin's own files (TypeScript, and what it names by path) are transformed
 * by jiti and evaluated here, each once; packages and built-in modules are Node's. jiti's own import is not used: where
 * a JavaScript file throws, it evaluates the file again.
 */
export class Evaluator {
  readonly #jiti: Jiti;
  readonly #lent: ReadonlyMap<string, unknown>;
  readonly #files = new Map<string, OwnFile>();
  readonly #versions = new Map<string, string>();

  /** `lent`: modules that stand in for packages, by specifier. */
  constructor(jiti: Jiti, lent: ReadonlyMap<string, unknown>) {
    this.#jiti = jiti;
    this.#lent = lent;
  }

  /** What was evaluated so far. */
  get versions(): FileVersions {
    return this.#versions;
  }

  /** Evaluates a file and gives its namespace. Rejects with what it threw. */
  import(path: string): Promise<unknown> {
    return this.#importFile(this.#open(path, kindOf(path) ?? "module"));
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
    if (this.#lent.has(specifier)) return this.#lent.get(specifier);
    if (isBuiltin(specifier) || specifier.startsWith("data:")) return nativeImport(specifier);
    const path = this.#resolve(specifier, by.path, "import");
    const kind = isOwn(specifier, path) ? kindOf(path) : undefined;
    return kind === undefined ? nativeImport(pathToFileURL(path).href) : this.#importFile(this.#open(path, kind), by);
  }

  #requireFrom(by: OwnFile, native: NodeJS.Require, specifier: string): unknown {
    if (this.#lent.has(specifier)) return this.#lent.get(specifier);
    if (isBuiltin(specifier)) return native(specifier);
    const path = this.#resolve(specifier, by.path, "require");
    const kind = isOwn(specifier, path) ? kindOf(path) : undefined;
    if (kind === undefined) return native(path);
    const file = this.#open(path, kind);
    this.#runSync(file);
    return file.module.exports;
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
    const content = readFileSync(path);
    this.#versions.set(path, versionOf(content));
    const source = content.toString();
    if (kind === "json") return void (module.exports = JSON.parse(source));
    const native = createRequire(path);
    const require = Object.assign((specifier: string) => this.#requireFrom(file, native, specifier), native);
    const importModule = (specifier: string) => this.#importFrom(file, specifier);
    const resolveUrl = (specifier: string) => pathToFileURL(this.#resolve(specifier, path, "import")).href;
    const call = compileFile({ file: path, source, kind, isAsync }, this.#jiti);
    return Reflect.apply(call, module.exports, [
      module.exports,
      require,
      module,
      path,
      dirname(path),
      importModule,
      resolveUrl,
    ]);
  }

  #resolve(specifier: string, from: string, condition: "import" | "require"): string {
    const near = resolveNear(specifier, from);
    if (near !== undefined) return near;
    const options = { parentURL: pathToFileURL(from).href, conditions: ["node", condition] };
    try {
      const found = this.#jiti.esmResolve(specifier, options);
      const path = found.startsWith("file:") ? fileURLToPath(found) : resolve(found);
      // What was there once may be remembered.
      if (existsSync(path)) return path;
    } catch {
      // Its error names this host's files as those that asked.
    }
    throw notFound(specifier, from, condition);
  }
}

/** The file that a relative specifier names as it stands, or as TypeScript means it; jiti looks for it far longer. */
function resolveNear(specifier: string, from: string): string | undefined {
  if (!/^\.{1,2}\//.test(specifier)) return undefined;
  const path = resolve(dirname(from), specifier);
  const source = path.replace(/(?<=\.[cm]?)js$/, "ts");
  const found = [path, source].find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());
  return found === undefined ? undefined : realpathSync(found);
}

function notFound(specifier: string, from: string, condition: "import" | "require"): Error {
  const code = condition === "import" ? "ERR_MODULE_NOT_FOUND" : "MODULE_NOT_FOUND";
  return Object.assign(new Error(`Cannot find '${specifier}' imported from ${from}`), { code });
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
  return { ...(hasMembers ? exports : {}), default: exports };
}
