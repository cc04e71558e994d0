/** A fenced block of a page. */
export interface Block {
  /** The page's path from the top folder. */
  readonly page: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  /** The page's `##` section it stands in, from 0. */
  readonly section: number;
  /** The text of the heading above it, of any level. */
  readonly heading: string;
  readonly language: string;
  /** The file that the block is: `title=path` behind the language, or a first line that is only a comment with a path. */
  readonly title?: string;
  /** The other words behind the language. */
  readonly flags: ReadonlySet<string>;
  readonly text: string;
}

const fence = /^(?<indent> *)```(?<info>.*)$/;
const commentedPath = /^(?:\/\/|#) (?<path>[\w./@-]+\.\w+)\n/;

/** Every fenced block of a page, in order. Throws where a fence is not closed. */
export function readBlocks(page: string, text: string): readonly Block[] {
  const blocks: Block[] = [];
  let section = 0;
  let heading = "";
  let open:
    | { readonly line: number; readonly indent: number; readonly info: string; readonly lines: string[] }
    | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    const found = fence.exec(line)?.groups;
    if (open && found?.["info"] === "") {
      blocks.push({ page, section, heading, line: open.line, ...toContent(open.info, open.lines.join("\n")) });
      open = undefined;
    } else if (open) {
      open.lines.push(line.slice(open.indent));
    } else if (found) {
      open = { line: index + 1, indent: found["indent"]?.length ?? 0, info: found["info"] ?? "", lines: [] };
    } else if (/^#+ /.test(line)) {
      heading = line.replace(/^#+ /, "");
      if (line.startsWith("## ")) section += 1;
    }
  }
  if (open) throw new Error(`${page}:${open.line}: this block is not closed`);
  return blocks;
}

/** Where a block stands, as an editor opens it. */
export function placeOf({ page, line }: Pick<Block, "page" | "line">): string {
  return `${page}:${line}`;
}

function toContent(info: string, text: string): Pick<Block, "language" | "title" | "flags" | "text"> {
  const [language = "", ...words] = info.trim().split(/\s+/);
  const named = words.find((word) => word.startsWith("title="))?.slice("title=".length);
  const title = named ?? commentedPath.exec(`${text}\n`)?.groups?.["path"];
  const flags = new Set(words.filter((word) => !word.startsWith("title=")));
  return { language, flags, text, ...(title !== undefined && { title }) };
}
