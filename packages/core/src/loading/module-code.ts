import { readFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import vm from "node:vm";
import { errorMark, type Transformer } from "./transformer.js";

/** How a file is evaluated: `module`, after it was transformed; `commonjs`, as it is; `json`, parsed. */
export type FileKind = "module" | "commonjs" | "json";

/** What a transformed module, or CommonJS, is called with. */
export type ModuleFunction = (
  exports: unknown,
  require: unknown,
  module: unknown,
  filename: string,
  folder: string,
  importModule: (specifier: string) => Promise<unknown>,
  resolveUrl: (specifier: string) => string,
) => unknown;

/** Whether a file is TypeScript by its name. */
export function isTypeScript(file: string): boolean {
  return /^\.[cm]?tsx?$/.test(extname(file));
}

/** The `type` that package.json gives a folder's files, by folder, as far as it was looked for. */
export type PackageTypes = Map<string, unknown>;

/** The kind of a file; nothing for what only Node can take. `hasModuleSyntax` is asked where no name says what it is. */
export function kindOf(file: string, types: PackageTypes, hasModuleSyntax: () => boolean): FileKind | undefined {
  const extension = extname(file);
  if (extension === ".json") return "json";
  if (extension === ".cjs") return "commonjs";
  if (extension === ".mjs" || isTypeScript(file)) return "module";
  if (extension !== ".js") return undefined;
  const type = nearestPackageType(dirname(file), types);
  // Without a type, Node looks at the syntax, and so do we.
  return type === "module" || (type === undefined && hasModuleSyntax()) ? "module" : "commonjs";
}

function nearestPackageType(folder: string, types: PackageTypes): unknown {
  if (types.has(folder)) return types.get(folder);
  const type = readPackageType(folder, types);
  types.set(folder, type);
  return type;
}

function readPackageType(folder: string, types: PackageTypes): unknown {
  try {
    return (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { type?: unknown }).type;
  } catch {
    const parent = dirname(folder);
    return parent === folder ? undefined : nearestPackageType(parent, types);
  }
}

const parameters = ["exports", "require", "module", "__filename", "__dirname", "jitiImport", "jitiESMResolve"];
const asyncHead = `return (async function (${parameters.join(", ")}) {`;

/** A file's source, and whether it may await at the top. */
export interface Compilable {
  readonly file: string;
  readonly source: string;
  /** SHA-256, hex, of the source. */
  readonly version: string;
  readonly kind: "module" | "commonjs";
  readonly isAsync: boolean;
}

/** The JavaScript that is evaluated for a file, lines kept. Throws `SyntaxError` with the place in its stack. */
export function codeOf(given: Compilable, transformer: Transformer): string {
  return given.kind === "module" ? transform(given, transformer) : scriptCode(given, transformer);
}

/**
 * Compiles what `codeOf` gave. Throws `SyntaxError` with the place in its stack. On Node 20 V8 keeps every script that it
 * was given, and functions not: a script would cost memory with each edit. Since Node 22 it keeps both, a little more than
 * their source, until memory runs short.
 */
export function compile(
  code: string,
  { file, kind, isAsync }: Pick<Compilable, "file" | "kind" | "isAsync">,
): ModuleFunction {
  if (kind === "commonjs" || !isAsync)
    return vm.compileFunction(code, parameters, { filename: file }) as ModuleFunction;
  const options = { filename: file, columnOffset: -asyncHead.length };
  return Reflect.apply(vm.compileFunction(`${asyncHead}${code}\n})`, [], options), undefined, []) as ModuleFunction;
}

/** Throws `SyntaxError` with the place in its stack where JavaScript is not valid. */
export function checkSyntax(file: string, transformer: Transformer): void {
  transform({ file, source: readFileSync(file, "utf8"), version: "", isAsync: true }, transformer);
}

const strict = /^\s*"use strict";/;

/** CommonJS is left as it is, but for `import()`, which must reach what the host lends. */
function scriptCode(given: Compilable, transformer: Transformer): string {
  const { source } = given;
  if (!/\bimport\s*\(/.test(source)) return source.replace(/^#!/, "//");
  const code = transform({ ...given, isAsync: false }, transformer);
  return strict.test(source) ? code : code.replace(strict, "");
}

function transform(given: Omit<Compilable, "kind">, transformer: Transformer): string {
  const { file } = given;
  const code = transformer.transform({ ...given, isTypeScript: isTypeScript(file) });
  if (!code.startsWith(errorMark)) return code;
  const { line, column, message } = JSON.parse(code.slice(errorMark.length)) as Record<"line" | "column", number> & {
    message: string;
  };
  const error = new SyntaxError(message.trim());
  error.stack = `${file}:${line}:${column + 1}\n${String(error)}`;
  throw error;
}

/**
 * The members that CommonJS exports, as they are now. One whose getter throws has no value, as in Node: whoever asks for
 * another is not to hear of it.
 */
export function membersOf(exports: object): object {
  const members: Record<string, unknown> = {};
  for (const name of Object.keys(exports)) {
    try {
      members[name] = (exports as Readonly<Record<string, unknown>>)[name];
    } catch {
      members[name] = undefined;
    }
  }
  return members;
}
