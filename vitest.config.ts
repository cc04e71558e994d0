import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

const include = [
  "packages/*/{src,test}/**/*.test.ts",
  "plugins/*/{src,test}/**/*.test.ts",
  "docs/**/*.test.ts",
  "scripts/**/*.test.ts",
];

/** The test files below a folder. Links are not followed: those in node_modules lead round in circles. */
function testsBelow(folder: string): readonly string[] {
  return readdirSync(join(import.meta.dirname, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ["node_modules", "dist", ".cache"].includes(entry.name) ? [] : testsBelow(path);
    return path.endsWith(".test.ts") ? [path] : [];
  });
}

/**
 * Test files that need a process of their own: those that put something in a module's place, which whoever imports that
 * module later would get; and those that look at the whole process (timers, listeners, calls that run), where others
 * would be seen too.
 */
const alone = ["packages", "plugins", "docs", "scripts"].flatMap(testsBelow).filter((path) => {
  const text = readFileSync(join(import.meta.dirname, path), "utf8");
  return /\bvi\.(?:doM|m)ock\(|\buseFakeTimers\(|^\/\/ Alone in its process/m.test(text);
});

export default defineConfig({
  // Tests run from source: the `@mortise/source` condition of each package leads to `src`. Not "module": what packages have
  // for bundlers under that name Node cannot always import, as with @opentelemetry/api.
  ssr: { resolve: { conditions: ["@mortise/source", "node", "development|production"] } },
  test: {
    // One worker for each core; vitest itself would leave one core idle.
    maxWorkers: "100%",
    // loading/native-import.ts takes Node's own import by an option that Node calls experimental; only tests need it.
    execArgv: ["--disable-warning=ExperimentalWarning"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          include,
          exclude: ["**/node_modules/**", ...alone],
          // A process and a module graph for every file cost more than most of the tests.
          isolate: false,
          setupFiles: ["scripts/test/fresh-process.ts"],
        },
      },
      { extends: true, test: { name: "isolated", include: alone } },
    ],
  },
});
