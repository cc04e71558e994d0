import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseSync } from "rolldown/utils";
import { codeEntries, publicPackages } from "./entries.js";

/** Something that a module declares: the file, absolute, and the name it has there. */
export interface Declared {
  readonly file: string;
  readonly name: string;
}

type Node = { readonly type: string } & Readonly<Record<string, unknown>>;

interface Module {
  /** What stands at the top of the file, by name; overloads and a type beside a value of one name are several. */
  readonly declarations: ReadonlyMap<string, readonly Node[]>;
  /** Names that come from elsewhere, by their local name. */
  readonly imported: ReadonlyMap<string, Declared>;
  /** Names that are passed on, by the name that they have for importers; `*` for whole modules. */
  readonly passedOn: ReadonlyMap<string, Declared>;
  readonly wholes: readonly string[];
}

const entries: ReadonlyMap<string, string> = new Map(publicPackages.flatMap((folder) => [...codeEntries(folder)]));
const modules = new Map<string, Module>();

/** The declaration that an importer of `file` means by `name`, wherever it is passed on from; undefined for others' own. */
export function declaredAs({ file, name }: Declared): Declared | undefined {
  const { declarations, imported, passedOn, wholes } = moduleOf(file);
  if (declarations.has(name)) return { file, name };
  const next = passedOn.get(name) ?? imported.get(name);
  if (next) return declaredAs(next);
  return wholes.flatMap((whole) => declaredAs({ file: whole, name }) ?? [])[0];
}

/**
 * The declarations that the types of one name: what an importer sees of it, so neither the bodies of functions whose result
 * has its type nor what is private.
 */
export function namedBy({ file, name }: Declared): readonly Declared[] {
  const names = new Set<string>();
  for (const node of moduleOf(file).declarations.get(name) ?? []) collectTypes(node, names);
  return [...names].flatMap((each) => declaredAs({ file, name: each }) ?? []);
}

function moduleOf(file: string): Module {
  const known = modules.get(file);
  if (known) return known;
  const { module, program } = parseSync(file, readFileSync(file, "utf8"));
  const sourceOf = (specifier: string) =>
    specifier.startsWith(".") ? join(dirname(file), specifier.replace(/\.js$/, ".ts")) : entries.get(specifier);
  const imported = new Map<string, Declared>();
  for (const { moduleRequest, entries: each } of module.staticImports) {
    const source = sourceOf(moduleRequest.value);
    for (const { importName, localName } of source === undefined ? [] : each)
      imported.set(localName.value, { file: source ?? "", name: importName.name ?? "default" });
  }
  const passedOn = new Map<string, Declared>();
  const wholes: string[] = [];
  for (const { exportName, importName, moduleRequest } of module.staticExports.flatMap((each) => each.entries)) {
    const source = moduleRequest ? sourceOf(moduleRequest.value) : undefined;
    if (source === undefined) continue;
    if (exportName.name === null) wholes.push(source);
    else passedOn.set(exportName.name, { file: source, name: importName.name ?? exportName.name });
  }
  const read = { declarations: declarationsOf(program as unknown as Node), imported, passedOn, wholes };
  modules.set(file, read);
  return read;
}

function declarationsOf(program: Node): ReadonlyMap<string, readonly Node[]> {
  const found = new Map<string, Node[]>();
  const add = (name: unknown, node: Node) => {
    if (typeof name === "string") found.set(name, [...(found.get(name) ?? []), node]);
  };
  for (const statement of program["body"] as readonly Node[]) {
    const node = (statement["declaration"] as Node | null | undefined) ?? statement;
    if (node.type === "VariableDeclaration") {
      for (const each of node["declarations"] as readonly Node[])
        for (const name of boundNames(each["id"])) add(name, each);
    } else add((node["id"] as Node | null | undefined)?.["name"], node);
  }
  return found;
}

/** The names that `const name` or `const { name }` binds. */
function boundNames(pattern: unknown): readonly unknown[] {
  const { type, name, properties } = pattern as Node;
  if (type !== "ObjectPattern") return [name];
  return (properties as readonly Node[]).map((property) => (property["value"] as Node)["name"]);
}

function collectTypes(node: Node, names: Set<string>): void {
  if (node["accessibility"] === "private" || (node["key"] as Node | undefined)?.type === "PrivateIdentifier") return;
  const named = node["typeName"] ?? node["exprName"] ?? (isHeritage(node) ? node["expression"] : undefined);
  if (named) names.add(leftmost(named as Node));
  for (const [key, value] of Object.entries(node)) {
    if (key === "body" && node["returnType"]) continue;
    if (key === "init" && (node["id"] as Node | undefined)?.["typeAnnotation"]) continue;
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) collectTypes(child, names);
  }
}

function isHeritage({ type }: Node): boolean {
  return type === "TSInterfaceHeritage" || type === "TSClassImplements";
}

function leftmost(node: Node): string {
  return node.type === "TSQualifiedName" ? leftmost(node["left"] as Node) : String(node["name"]);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}
