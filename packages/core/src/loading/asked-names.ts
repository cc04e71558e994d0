import { types } from "node:util";
import { readTypedImports, type ImportRead } from "./read-imports.js";

/** What a file asks of the modules that it imports, by specifier. */
export type AskedNames = ReadonlyMap<string, readonly ImportRead[]>;

/** Puts reads together by specifier; those that ask for no name are left out. */
export function askedNames(imports: readonly ImportRead[]): AskedNames {
  const asked = new Map<string, ImportRead[]>();
  for (const read of imports) {
    if (read.names.length > 0) asked.set(read.specifier, [...(asked.get(read.specifier) ?? []), read]);
  }
  return asked;
}

/**
 * The same for TypeScript, of its source and what was made of it. A name without a mark may be that of a type, which no
 * module exports: those count that the code reads, other than to hand them on.
 */
export function askedByTyped(source: string, code: string): AskedNames {
  const imports = readTypedImports(source).filter(({ names }) => names.length > 0);
  // Decorators leave the types of parameters in the code, guarded against their not being there.
  if (imports.length === 0 || code.includes('"design:')) return new Map();
  const readCode = code.replace(handedOn, "");
  const variables = variablesOf(readCode);
  const isRead = (specifier: string, name: string) =>
    (variables.get(specifier) ?? []).some((variable) => readsMember(readCode, variable, name));
  return askedNames(
    imports.map((read) => ({ ...read, names: read.names.filter((name) => isRead(read.specifier, name)) })),
  );
}

/** How a transformed module exports what it imported. */
const handedOn = /get: function \(\) \{\s*return [\w$]+\.[\w$]+;?\s*\}/g;
const imported = /\b(?:var|const|let) ([\w$]+) = (?:await jitiImport|require)\((["'])([^"'\n]+)\2\)/g;

function variablesOf(code: string): ReadonlyMap<string, readonly string[]> {
  const variables = new Map<string, string[]>();
  for (const [, variable = "", , specifier = ""] of code.matchAll(imported)) {
    variables.set(specifier, [...(variables.get(specifier) ?? []), variable]);
  }
  return variables;
}

function readsMember(code: string, variable: string, name: string): boolean {
  const member = `${variable}.${name}`;
  for (let at = code.indexOf(member); at !== -1; at = code.indexOf(member, at + 1)) {
    const isWhole = !/[\w$.]/.test(code[at - 1] ?? "") && !/[\w$]/.test(code[at + member.length] ?? "");
    if (isWhole) return true;
  }
  return false;
}

/**
 * Throws as Node does when it links, `SyntaxError` with the place, where a module does not export what a file asks for.
 *
 * @param file absolute path of the file that asks
 */
export function checkNames(file: string, asked: readonly ImportRead[] | undefined, namespace: unknown): void {
  for (const { specifier, names, line } of asked ?? []) {
    const missing = names.find((name) => !exports(namespace, name));
    if (missing === undefined) continue;
    const reason = `The requested module '${specifier}' does not provide an export named '${missing}'`;
    const error = new SyntaxError(reason);
    error.stack = `${file}:${line}\n${String(error)}`;
    throw error;
  }
}

function exports(namespace: unknown, name: string): boolean {
  return Object(namespace) === namespace && name in (namespace as object);
}

/**
 * A module of Node's, for a file that asks for these names: where CommonJS has one that Node did not see in its source, the
 * members of what it exports stand for it, as bundlers and TypeScript take them.
 */
export function withMembersAsked(namespace: unknown, asked: readonly ImportRead[] | undefined): unknown {
  if (asked === undefined || !types.isModuleNamespaceObject(namespace)) return namespace;
  const { default: whole } = namespace as { readonly default?: unknown };
  const isLacking = (name: string) => !exports(namespace, name) && exports(whole, name);
  const lacking = asked.flatMap(({ names }) => names.filter(isLacking));
  if (lacking.length === 0) return namespace;
  const members = lacking.map((name) => [name, (whole as Record<string, unknown>)[name]] as const);
  return { ...(namespace as object), ...Object.fromEntries(members) };
}
