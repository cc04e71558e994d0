import { messageOf } from "../diagnostics/error.js";
import type { ManifestFormat, PluginFolder } from "./format.js";
import { formatInPackage } from "./package-file.js";
import type { OpenedFolder } from "./plugin-folder.js";

/** The format that a folder is read as. */
export interface ChosenFormat {
  readonly format: ManifestFormat;
  /** Why the format could not tell: its own fault. */
  readonly failure?: string;
}

/** The first format that certainly is the folder's, else the first that likely is. */
export function chooseFormat(folder: OpenedFolder, formats: readonly ManifestFormat[]): ChosenFormat | undefined {
  let likely: ChosenFormat | undefined;
  for (const format of formats) {
    const isPossible =
      format.manifestFile === undefined
        ? likely === undefined && formatInPackage(folder, formats) === undefined
        : folder.mayHave(format.manifestFile);
    if (!isPossible) continue;
    const claimed = claimOf(format, folder);
    if (claimed.claim === "certain") return claimed;
    if (claimed.claim === "likely") likely ??= claimed;
  }
  return likely;
}

function claimOf(
  format: ManifestFormat,
  folder: PluginFolder,
): ChosenFormat & { readonly claim: "certain" | "likely" | undefined } {
  try {
    return { format, claim: format.recognise ? format.recognise(folder) : "certain" };
  } catch (error) {
    // A format may come from the application; its fault must not stop other plugins.
    return { format, claim: "certain", failure: messageOf(error) };
  }
}
