import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

/** The fuzz program and `@mortise/openclaw` as files that Node takes as they are; made of the sources, so never stale. */
export async function bundleFuzz(folder: string): Promise<{ readonly program: string; readonly openclaw: string }> {
  const build = await rolldown({
    input: {
      program: fileURLToPath(new URL("./program.ts", import.meta.url)),
      openclaw: fileURLToPath(new URL("../../../openclaw/src/index.ts", import.meta.url)),
    },
    platform: "node",
    // As scripts/build/bundle.ts builds them.
    resolve: { conditionNames: ["@mortise/source", "module", "node"], mainFields: ["module", "main"] },
    // Loads a native part of its own, and belongs to what runs plugins.
    external: [/^node:/, "fs-native-extensions", "jiti"],
    onLog: (level, log, handle) => {
      // Of libraries: they are what they are.
      if (level !== "warn" || !(log.id ?? log.message).includes("node_modules")) handle(level, log);
    },
  });
  await build.write({ dir: folder, format: "esm", entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" });
  await build.close();
  return { program: join(folder, "program.mjs"), openclaw: join(folder, "openclaw.mjs") };
}
