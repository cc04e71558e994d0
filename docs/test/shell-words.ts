/** The commands of a shell block, each as its words: comments gone, quotes taken off, lines that go on joined. */
export function readCommands(text: string): readonly (readonly string[])[] {
  return text
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n")
    .map(wordsOf)
    .filter((words) => words.length > 0);
}

/** A quoted piece, an unquoted piece, or a comment up to the end of the line. */
const piece = /'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\.)*)"|(?<comment>(?<=^|\s)#.*)|(?<plain>[^\s'"]+)/gy;

function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  let isNewWord = true;
  for (let at = 0; at < line.length;) {
    if (/\s/.test(line[at] ?? "")) {
      isNewWord = true;
      at += 1;
      continue;
    }
    piece.lastIndex = at;
    const found = piece.exec(line);
    if (!found) throw new Error(`A quote is not closed: ${line}`);
    const { single, double, comment, plain } = found.groups ?? {};
    if (comment !== undefined) break;
    const text = single ?? double?.replaceAll(/\\(.)/g, "$1") ?? plain ?? "";
    if (isNewWord) words.push(text);
    else words.push(`${words.pop() ?? ""}${text}`);
    isNewWord = false;
    at = piece.lastIndex;
  }
  return words;
}
