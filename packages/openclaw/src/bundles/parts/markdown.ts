import { basename, join } from "node:path/posix";
import { diagnoseOpenclaw } from "../../diagnostics.js";
import type { Bundle, Part, PartReader } from "../bundle.js";
import { readFrontMatter, type FrontMatter } from "../front-matter.js";

/** How deep files may lie: `commands/git/branch/new.md`. */
const deepest = 4;
const markdown = /\.(?:md|mdc|markdown)$/i;

/** What a kind of file says of itself, besides name and description: key in the metadata to key in the front matter. */
type Further = Readonly<Record<string, string>>;

/** Markdown files, each a part: at the path itself, or in the folder there and those below. */
export function markdownFiles(further: Further = {}): PartReader {
  const readOne = (bundle: Bundle, file: string, name: string): readonly Part[] => {
    const matter = readMatter(bundle, file);
    return matter ? [{ name: name.replace(markdown, ""), metadata: { path: file, ...describe(matter, further) } }] : [];
  };
  return {
    at(bundle, path) {
      if (bundle.source.exists(path)) return readOne(bundle, path, basename(path));
      const files = filesBelow(bundle, path, "", deepest).filter((file) => markdown.test(file));
      return files.flatMap((file) => readOne(bundle, join(path, file), file));
    },
  };
}

/** Files relative to `path`; `folder` is where the search has got to, relative to it too. */
function filesBelow(bundle: Bundle, path: string, folder: string, depth: number): readonly string[] {
  return bundle.source.list(join(path, folder)).flatMap(({ name, kind }) => {
    const found = join(folder, name);
    if (kind === "file") return [found];
    return depth > 1 && !name.startsWith(".") ? filesBelow(bundle, path, found, depth - 1) : [];
  });
}

/** Folders with a file that describes them, each a part: the path itself, or right below it. */
export function foldersWith(file: string, further: Further = {}): PartReader {
  const readOne = (bundle: Bundle, folder: string): readonly Part[] => {
    const path = join(folder, file);
    const matter = bundle.source.exists(path) ? readMatter(bundle, path) : undefined;
    if (!matter) return [];
    const name = basename(join(bundle.source.root, folder));
    return [{ name, metadata: { path: folder, ...describe(matter, further) } }];
  };
  return {
    at(bundle, path) {
      if (bundle.source.exists(join(path, file))) return readOne(bundle, path);
      const folders = bundle.source.list(path).filter(({ kind }) => kind === "folder");
      return folders.flatMap(({ name }) => readOne(bundle, join(path, name)));
    },
  };
}

/** The front matter of a file; nothing where the file cannot be read, which core reports. */
function readMatter({ source, report }: Bundle, file: string): FrontMatter | undefined {
  const text = source.read(file);
  if (text === undefined) return undefined;
  const { matter, problem } = readFrontMatter(text);
  if (problem) {
    const { reason, line, column, isMended } = problem;
    const place = { path: `${source.root}/${file}`, line, column, ...(isMended && { level: "advisory" as const }) };
    report(diagnoseOpenclaw("BUNDLE_FRONT_MATTER_INVALID", { file, reason }, place));
  }
  return matter;
}

function describe(matter: FrontMatter, further: Further): Readonly<Record<string, string | readonly string[]>> {
  const wanted = Object.entries({ name: "name", description: "description", ...further });
  return Object.fromEntries(
    wanted.flatMap(([key, field]) => {
      const texts = matter.texts(field);
      return texts.length === 0 ? [] : [[key, texts.length === 1 ? (texts[0] as string) : texts] as const];
    }),
  );
}
