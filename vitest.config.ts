import { defineConfig } from "vitest/config";

export default defineConfig({
  // Tests run from source: the `@mortise/source` condition of each package leads to `src`.
  ssr: { resolve: { conditions: ["@mortise/source", "module", "node", "development|production"] } },
  test: {
    include: [
      "packages/*/{src,test}/**/*.test.ts",
      "plugins/*/{src,test}/**/*.test.ts",
      "docs/**/*.test.ts",
      "scripts/**/*.test.ts",
    ],
    // loading/native-import.ts takes Node's own import by an option that Node calls experimental; only tests need it.
    execArgv: ["--disable-warning=ExperimentalWarning"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
