/** A file made from source: its path from the top folder, and its text. */
export type Artifact = readonly [file: string, text: string];

/** A reference page: the heading, a note of where it comes from, and its parts with a blank line between. */
export function referencePage(name: string, title: string, source: string, parts: readonly string[]): Artifact {
  const note = `<!-- Made from ${source} by scripts/generate.ts. Do not edit: change the source, then run npm run generate. -->`;
  return [`docs/reference/${name}.md`, `${[note, `# ${title}`, ...parts].join("\n\n")}\n`];
}

/** A table; what would end a cell is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Text as code. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** Text that Markdown takes as it is: it would take `<id>` for HTML, and `_` or `*` for emphasis. */
export function plain(text: string): string {
  return text.replace(/[<>*_]/g, (character) => `\\${character}`);
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
