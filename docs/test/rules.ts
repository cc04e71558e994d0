import { placeOf, type Block } from "./blocks.js";

/** What a block is, and so how it is tested. */
export type BlockKind =
  | "typescript"
  | "javascript"
  | "manifest"
  | "config"
  | "package"
  | "compiler"
  | "log"
  | "answer"
  | "shell"
  | "output"
  | "boot"
  | "mermaid"
  | "diagram";

/** What a block is. Throws where no rule knows it, so that nothing on a page goes untested. */
export function kindOf(block: Block): BlockKind {
  switch (block.language) {
    case "ts":
      return "typescript";
    case "js":
      return "javascript";
    case "json":
    case "jsonc":
      return jsonKind(block);
    case "sh":
      return "shell";
    case "mermaid":
      return "mermaid";
    case "text":
      if (block.flags.has("output")) return "output";
      if (block.flags.has("boot")) return "boot";
      if (block.flags.has("diagram")) return "diagram";
      throw new Error(`${placeOf(block)}: say what this text is: output, boot or diagram`);
    default:
      throw new Error(`${placeOf(block)}: there is no rule for the language "${block.language}"`);
  }
}

function jsonKind(block: Block): BlockKind {
  const { title = "" } = block;
  if (/(?:mortise|openclaw)\.plugin\.json$/.test(title)) return "manifest";
  if (title.endsWith("mortise.jsonc")) return "config";
  if (title.endsWith("package.json")) return "package";
  if (title.endsWith("tsconfig.json")) return "compiler";
  if (title === "" && answeredCommands(block).length > 0) return "answer";
  if (title === "" && block.text.split("\n").every(isJsonObject)) return "log";
  throw new Error(`${placeOf(block)}: name the file that this JSON is, with title=path`);
}

/** The commands that a JSON answer belongs to: those that the heading above it names, `--json` among their words. */
export function answeredCommands({ heading }: Block): readonly string[] {
  return [...heading.matchAll(/`([^`<]*--json)`/g)].map(([, command = ""]) => command);
}

function isJsonObject(line: string): boolean {
  try {
    return typeof JSON.parse(line) === "object";
  } catch {
    return false;
  }
}
