import type { ImportSpecifier } from "es-module-lexer";

/** One place where a file names a module. */
export interface ImportRead {
  readonly specifier: string;
  /** What the module must export; empty for `import()`, and where everything is taken. */
  readonly names: readonly string[];
  /** From 1. */
  readonly line: number;
}

/** What can be read off JavaScript without running it. */
export interface SourceReading {
  readonly imports: readonly ImportRead[];
  /** Whether only an ES module can have its syntax. */
  hasModuleSyntax(): boolean;
}

/** Reads JavaScript; of what is not valid, what can be guessed: whoever runs it says best what is wrong. */
export type ReadSource = (text: string) => SourceReading;

let reader: Promise<ReadSource> | undefined;

/** The reader; the library behind it is imported when it is first asked for. */
export function sourceReader(): Promise<ReadSource> {
  return (reader ??= makeReader());
}

async function makeReader(): Promise<ReadSource> {
  const { init, parse } = await import("es-module-lexer");
  await init;
  const read = (text: string): SourceReading => {
    try {
      const [imports, , , hasModuleSyntax] = parse(text);
      return { imports: toReads(text, imports), hasModuleSyntax: () => hasModuleSyntax };
    } catch {
      return guess(text);
    }
  };
  return (text) =>
    mayImport.test(text) ? read(text) : { imports: none, hasModuleSyntax: () => read(text).hasModuleSyntax() };
}

/** Without these words a file imports nothing, which is seen far sooner than it is read. */
const mayImport = /\b(?:import|from)\b/;
const none: readonly ImportRead[] = Object.freeze([]);

const named = /\b(?:from|import)\s*\(?\s*["']([^"'\n]+)["']/g;
const moduleSyntax =
  /^\s*(?:import\s*(?:["'{*]|[\w$]+\s*(?:,|from\b))|export\s*(?:[{*]|default\b|const\b|let\b|var\b|class\b|function\b|async\b))/m;

function guess(text: string): SourceReading {
  const imports = [...text.matchAll(named)].flatMap(([, specifier]) => specifier ?? []);
  return {
    imports: imports.map((specifier) => ({ specifier, names: [], line: 1 })),
    hasModuleSyntax: () => moduleSyntax.test(text),
  };
}

function toReads(text: string, found: readonly ImportSpecifier[]): readonly ImportRead[] {
  const lineOf = lineCounter(text);
  return found.flatMap(({ n: specifier, d: dynamicAt, ss: start, s: end }) => {
    if (specifier === undefined) return [];
    const names = dynamicAt === -1 ? namesIn(text.slice(start, end)) : [];
    return [{ specifier, names, line: lineOf(start) }];
  });
}

/** Counts lines up to places that are asked for in order, so that a long file is walked once. */
function lineCounter(text: string): (index: number) => number {
  let line = 1;
  let reached = -1;
  return (index) => {
    for (let next = text.indexOf("\n", reached + 1); next !== -1 && next < index; next = text.indexOf("\n", next + 1)) {
      line += 1;
      reached = next;
    }
    return line;
  };
}

const comments = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;

/**
 * The names that a static `import` or `export … from` asks for, of its text up to the specifier. Those that are marked as
 * types are none.
 */
function namesIn(statement: string): readonly string[] {
  const [, keyword, clause = ""] =
    /^\s*(import|export)\b([\s\S]*?)(?:\bfrom\s*)?["']?$/.exec(statement.replace(comments, " ")) ?? [];
  if (/^\s*type\s+[\w$*{]/.test(clause)) return [];
  const listed = /\{([\s\S]*)\}/.exec(clause)?.[1]?.split(",") ?? [];
  const names = listed.map((one) => one.trim()).flatMap((one) => nameAsked(one) ?? []);
  const hasDefault = keyword === "import" && /^\s*[\w$\u0080-\uffff]+\s*(?:,|$)/.test(clause);
  return hasDefault ? ["default", ...names] : names;
}

/** `a as b` to `a`; `type T` is no name, and what is written with escapes is not looked into. */
function nameAsked(listed: string): string | undefined {
  if (listed === "" || listed.includes("\\") || /^type\s+(?!as\b)/.test(listed)) return undefined;
  const [, quoted, plain] = /^(?:["']([^"']*)["']|(\S+))/.exec(listed) ?? [];
  return quoted ?? plain;
}

const typedImport = /(?:^|[;\n}])\s*(import\b[^;"'()`=]*?\bfrom\s*)["']([^"'\n]+)["']/g;

/** What a TypeScript file's static imports ask for. Some of the names may be those of types. */
export function readTypedImports(text: string): readonly ImportRead[] {
  const lineOf = lineCounter(text);
  return [...text.matchAll(typedImport)].map(({ 0: whole, 1: statement = "", 2: specifier = "", index }) => ({
    specifier,
    names: namesIn(statement),
    line: lineOf(index + whole.indexOf("import")),
  }));
}
