import { checkSyntax } from "./module-code.js";
import { ownFiles } from "./own-files.js";
import { sourceReader } from "./read-imports.js";
import { createTransformer } from "./transformer.js";

/**
 * The syntax error in a plugin's own JavaScript, with its place in its stack; nothing where there is none to be found.
 * Node does not say in which file of a module graph the error is.
 */
export async function findSyntaxError(entry: string): Promise<SyntaxError | undefined> {
  const transformer = createTransformer();
  for (const { file } of ownFiles(entry, await sourceReader())) {
    if (!/\.[cm]?js$/.test(file)) continue;
    try {
      checkSyntax(file, transformer);
    } catch (error) {
      return error as SyntaxError;
    }
  }
  return undefined;
}
