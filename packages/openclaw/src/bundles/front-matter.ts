import type * as Yaml from "yaml";

/** The block of YAML at the head of a Markdown file. What is not as expected counts as absent. */
export interface FrontMatter {
  text(key: string): string | undefined;
  texts(key: string): readonly string[];
}

/** A reading that goes on where the YAML is wrong: what could be read, and the first thing that is wrong. */
export interface FrontMatterReading {
  readonly matter: FrontMatter;
  /** Line and column are those of the file, from 1. */
  readonly problem?: {
    readonly reason: string;
    readonly line: number;
    readonly column: number;
    /** It is plain what was meant, and was read as that. */
    readonly isMended: boolean;
  };
}

const block = /^\uFEFF?---[ \t]*\r?\n([^]*?)(?:^|\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m;
const nothing: FrontMatter = { text: () => undefined, texts: () => [] };

/** Longer texts are cut: they are shown in lists. */
const longestText = 1_024;
/** Nobody writes a longer block, and reading one takes long. */
const longestBlock = 32 * 1_024;

let yaml: typeof Yaml | undefined;

/** Imports the YAML library. It costs more than a whole start, so it is done where a bundle is met. */
export async function prepareFrontMatter(): Promise<void> {
  yaml ??= await import("yaml");
}

/** Reads the front matter of a text; without a block there is nothing in it. `prepareFrontMatter` must have resolved. */
export function readFrontMatter(text: string): FrontMatterReading {
  const start = /^\uFEFF?---[ \t]*\r?$/m.exec(text);
  const found = start?.index === 0 ? block.exec(text)?.[1] : undefined;
  if (found === undefined) return { matter: nothing };
  if (found.length > longestBlock) return failed(`it is longer than ${longestBlock} characters`);
  if (!yaml) throw new Error("front matter was read before its library was loaded");
  try {
    return readYaml(found, yaml);
  } catch (error) {
    // Nested so deep that the library runs out of stack.
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function failed(reason: string): FrontMatterReading {
  return { matter: nothing, problem: { reason, line: 1, column: 1, isMended: false } };
}

/** A value that has to be in quotes and is not, the most common mistake: `description: Use when: asked`. */
const unquoted = /^([\w-]+):[ \t]+(?![|>'"[{&*!#])(\S.*: .*)$/gm;

/** What could be read of a block that is wrong: with quotes where they are missing, if that mends it. */
function readYaml(text: string, library: typeof Yaml): FrontMatterReading {
  const { root, problem } = parse(text, library);
  if (!problem) return { matter: matterOf(root, library) };
  const quoted = text.replace(unquoted, (_line, key: string, value: string) => `${key}: ${JSON.stringify(value)}`);
  const mended = parse(quoted, library);
  return mended.problem
    ? { matter: matterOf(root, library), problem }
    : { matter: matterOf(mended.root, library), problem: { ...problem, isMended: true } };
}

type Parsed = Pick<FrontMatterReading, "problem"> & { readonly root: Yaml.YAMLMap | undefined };

function parse(text: string, { parseDocument, isMap }: typeof Yaml): Parsed {
  const { contents, errors } = parseDocument(text, { logLevel: "silent" });
  const root = isMap(contents) ? contents : undefined;
  const [error] = errors;
  if (error) {
    const [place = { line: 1, col: 1 }] = error.linePos ?? [];
    const reason = (error.message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "");
    return { root, problem: { reason, line: place.line + 1, column: place.col, isMended: false } };
  }
  if (root || contents === null) return { root };
  return { root, ...failed("it is no list of keys and values") };
}

/** Looked up member by member: a mistake in one spoils no other, and nothing is ever expanded. */
function matterOf(root: Yaml.YAMLMap | undefined, { isAlias, isScalar, isSeq }: typeof Yaml): FrontMatter {
  // `globs: *.ts`, as nearly everyone writes it, is an alias in YAML, and meant as it stands.
  const textOf = (node: unknown) => shown(isAlias(node) ? `*${node.source}` : isScalar(node) ? node.value : undefined);
  return {
    text: (key) => textOf(root?.get(key, true)),
    texts(key) {
      const node = root?.get(key, true);
      const nodes = isSeq(node) ? node.items : [node];
      return nodes.flatMap((member) => textOf(member) ?? []);
    },
  };
}

function shown(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return undefined;
  const text = String(value).trim();
  return text === "" ? undefined : text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
