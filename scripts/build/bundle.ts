/** Turns one target into JavaScript, in memory. */
import { rolldown, type OutputChunk, type OutputOptions, type RolldownLog } from "rolldown";
import type { BuildTarget } from "./targets.js";
import { licenseTexts } from "./licenses.js";

const libraryOutput: OutputOptions = {
  format: "esm",
  entryFileNames: "[name].js",
  chunkFileNames: "[name]-[hash].js",
  sourcemap: false,
};

/**
 * Whatever runs on every start in one file, whatever an `import()` asks for later in files of its own: all of it in one
 * file took 25 ms longer to compile. CommonJS, because Node starts it 6 ms sooner than a module.
 */
const commandOutput: OutputOptions = {
  format: "cjs",
  entryFileNames: "[name].cjs",
  chunkFileNames: "[name]-[hash].cjs",
  sourcemap: false,
  codeSplitting: { groups: [{ name: "start", tags: ["$initial"] }] },
};

/** A file to be written below a package's `dist/`. */
export interface BuiltFile {
  readonly name: string;
  readonly text: string;
  readonly isExecutable: boolean;
}

/**
 * Bundles a target's entries. Nothing is written, so that one package's error leaves the files of all as they were.
 *
 * @throws an error with the place in the source, when a source does not parse or an import leads nowhere
 */
export async function bundle(target: BuildTarget): Promise<readonly BuiltFile[]> {
  const build = await rolldown({
    cwd: target.folder,
    input: { ...target.entries },
    platform: "node",
    external: (specifier) => target.isExternal(specifier),
    // `module` before `main`: jsonc-parser's main is a UMD file whose requires a bundler cannot see.
    resolve: { conditionNames: ["@mortise/source", "module", "node"], mainFields: ["module", "main"] },
    transform: { target: "node20.19" },
    // A command exports nothing, so that what its later parts share with it may stay inside it.
    preserveEntrySignatures: target.isCommand ? false : "strict",
    onLog: failOnLostImport,
  });
  try {
    const { output } = await build.generate(target.isCommand ? commandOutput : libraryOutput);
    const chunks = output.filter((file): file is OutputChunk => file.type === "chunk");
    return [...chunks.map(asFile), ...licenseFile(chunks)];
  } finally {
    await build.close();
  }
}

function asFile(chunk: OutputChunk): BuiltFile {
  return { name: chunk.fileName, text: chunk.code, isExecutable: chunk.code.startsWith("#!") };
}

/** The licences of the libraries that were built in ask to be handed on with the copy. */
function licenseFile(chunks: readonly OutputChunk[]): readonly BuiltFile[] {
  const text = licenseTexts(chunks.flatMap((chunk) => chunk.moduleIds));
  return text === "" ? [] : [{ name: "third-party-licenses.txt", text, isExecutable: false }];
}

/** An import that leads nowhere is only a warning to rolldown, and a crash to whoever runs the file. */
function failOnLostImport(level: string, log: RolldownLog): void {
  if (log.code === "UNRESOLVED_IMPORT" || log.code === "MISSING_EXPORT") throw new Error(log.message);
  if (level === "warn") console.error(log.message);
}
