import { resolve } from "node:path";
// The compiler of this repository (7.0) has no API of a language service, and its editor's hover leaves out the docs of
// members of mapped types; 7.1 shows them, as the last version with an API does.
import ts from "typescript-with-api";

/** What an editor tells about a place in a source. */
export interface EditorView {
  /** The docs that are shown when the pointer rests on the place, with `{@link …}` as it is written. */
  hover(position: number): string;
  /** Where "go to definition" leads. */
  definitions(position: number): readonly { readonly path: string; readonly start: number }[];
}

/** Opens a source as an editor does: with this text, in a file of a workspace that need not be on disk. */
export function openInEditor(workspace: string, path: string, text: string): EditorView {
  const { config } = ts.readConfigFile(resolve(workspace, "tsconfig.json"), ts.sys.readFile) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, workspace);
  const textOf = (file: string) => (file === path ? text : ts.sys.readFile(file));
  const service = ts.createLanguageService({
    getScriptFileNames: () => [path],
    getScriptVersion: () => "1",
    getScriptSnapshot(file) {
      const found = textOf(file);
      return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found);
    },
    getCurrentDirectory: () => workspace,
    getCompilationSettings: () => options,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (file) => file === path || ts.sys.fileExists(file),
    readFile: textOf,
    directoryExists: (folder) => ts.sys.directoryExists(folder),
    getDirectories: (folder) => ts.sys.getDirectories(folder),
  });
  return {
    hover(position) {
      const { documentation = [] } = service.getQuickInfoAtPosition(path, position) ?? {};
      return ts.displayPartsToString([...documentation]).replaceAll(" }", "}");
    },
    definitions: (position) =>
      (service.getDefinitionAtPosition(path, position) ?? []).map(({ fileName, textSpan }) => ({
        path: fileName,
        start: textSpan.start,
      })),
  };
}
