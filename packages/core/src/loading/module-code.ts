import { readFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import vm from "node:vm";
import type { Jiti } from "jiti";

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

/** The kind of a file; nothing for what only Node can take. */
export function kindOf(file: string): FileKind | undefined {
  const extension = extname(file);
  if (extension === ".json") return "json";
  if (extension === ".cjs") return "commonjs";
  if (extension === ".mjs" || isTypeScript(file)) return "module";
  if (extension !== ".js") return undefined;
  const type = nearestPackageType(dirname(file));
  // Without a type, Node looks at the syntax, and so do we.
  return type === "module" || (type === undefined && hasModuleSyntax(readFileSync(file, "utf8")))
    ? "module"
    : "commonjs";
}

const moduleSyntax =
  /^\s*(?:import\s*(?:["'{*]|[\w$]+\s*(?:,|from\b))|export\s*(?:[{*]|default\b|const\b|let\b|var\b|class\b|function\b|async\b))/m;

function hasModuleSyntax(text: string): boolean {
  return moduleSyntax.test(text);
}

function nearestPackageType(folder: string): unknown {
  try {
    return (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { type?: unknown }).type;
  } catch {
    const parent = dirname(folder);
    return parent === folder ? undefined : nearestPackageType(parent);
  }
}

const parameters = ["exports", "require", "module", "__filename", "__dirname", "jitiImport", "jitiESMResolve"];
const asyncHead = `return (async function (${parameters.join(", ")}) {`;

/** A file's source, and whether it may await at the top. */
export interface Compilable {
  readonly file: string;
  readonly source: string;
  readonly kind: "module" | "commonjs";
  readonly isAsync: boolean;
}

/**
 * Compiles source, lines kept. Throws `SyntaxError` with the place in its stack. V8 remembers every script
 * that it was ever given, and functions not: a script would cost memory with each reload.
 */
export function compileFile({ file, source, kind, isAsync }: Compilable, jiti: Jiti): ModuleFunction {
  const code = kind === "module" ? transform(file, source, isAsync, jiti) : scriptCode(file, source, jiti);
  if (kind === "commonjs" || !isAsync)
    return vm.compileFunction(code, parameters, { filename: file }) as ModuleFunction;
  const options = { filename: file, columnOffset: -asyncHead.length };
  return Reflect.apply(vm.compileFunction(`${asyncHead}${code}\n})`, [], options), undefined, []) as ModuleFunction;
}

/** Throws `SyntaxError` with the place in its stack where JavaScript is not valid. */
export function checkSyntax(file: string, jiti: Jiti): void {
  transform(file, readFileSync(file, "utf8"), true, jiti);
}

const strict = /^\s*"use strict";/;

/** CommonJS is left as it is, but for `import()`, which must reach what the host lends. */
function scriptCode(file: string, source: string, jiti: Jiti): string {
  if (!/\bimport\s*\(/.test(source)) return source.replace(/^#!/, "//");
  const code = transform(file, source, false, jiti);
  return strict.test(source) ? code : code.replace(strict, "");
}

/** What jiti writes instead of code where it met a syntax error. */
const errorMark = "exports.__JITI_ERROR__ = ";

function transform(file: string, source: string, isAsync: boolean, jiti: Jiti): string {
  const code = jiti.transform({ source, filename: file, ts: isTypeScript(file), async: isAsync });
  if (!code.startsWith(errorMark)) return code;
  const { line, column, message } = JSON.parse(code.slice(errorMark.length)) as Record<"line" | "column", number> & {
    message: string;
  };
  const error = new SyntaxError(message.trim());
  error.stack = `${file}:${line}:${column + 1}\n${String(error)}`;
  throw error;
}
