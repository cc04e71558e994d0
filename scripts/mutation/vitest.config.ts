import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** The tests that mutants are held against: those that stand beside the code of the four folders. */
export default defineConfig({
  root: join(import.meta.dirname, "../.."),
  ssr: { resolve: { conditions: ["@mortise/source", "node", "development|production"] } },
  test: {
    include: ["packages/core/src/{policy,registry,activation,calling}/**/*.test.ts"],
    // These start processes of their own, in which no mutant is alive.
    exclude: ["**/guard-process.test.ts", "**/unfinished.test.ts"],
    isolate: false,
    execArgv: ["--disable-warning=ExperimentalWarning"],
    testTimeout: 30_000,
  },
});
