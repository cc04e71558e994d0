import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import type * as Tests from "./tests.js";

const here = import.meta.dirname;

const beside = ["policy", "registry", "activation", "calling"].map((name) => `src/${name}`);
/** Where whole hosts are tested, whose decisions, registry, plans and calls those are. */
const around = ["src", "src/reporting", "test", "test/lifecycle", "test/matrix"];

/** They start processes, in which no mutant is alive; take long; or look at files where these really stand. */
const apart = [
  "src/calling/guard-process",
  "src/calling/unfinished",
  "src/logger",
  "src/section-checks",
  "src/startup-watch",
  "test/catalog-boundary",
  "test/format-runtime",
  "test/lifecycle/watch",
  "test/lifecycle/while-changing",
  "test/loading-in-node",
  "test/reload-memory",
].map((name) => `${name}.test.ts`);

/** These look at the whole process, or want more of vitest than what stands in its place here. */
const wantsVitest = /^\/\/ Alone in its process|\bvi\.(?:(?:doM|m)ock|stubEnv)\(|\bexpect\.poll\(/m;

/** In a test's text: where it stood, for those that look for files beside them; and a tenth of the random inputs. */
function adapt(code: string, path: string): string {
  const where = JSON.stringify(pathToFileURL(path).href);
  return code
    .replaceAll("import.meta.url", where)
    .replaceAll(/\bnumRuns: (\d+)/g, (_found, runs) => `numRuns: ${Math.ceil(Number(runs) / 10)}`);
}

/** The tests that mutants are held against, as modules that Node takes. */
export interface BundledTests {
  readonly tests: typeof Tests;
  /** By the path of the file that declares them. */
  readonly files: ReadonlyMap<string, () => Promise<unknown>>;
}

/**
 * Makes modules of the tests and of the code that they share.
 *
 * @param root - where the code with its mutants is
 * @param folder - where they go; below core, so that the packages which it imports are found
 */
export async function bundleTests(root: string, folder: string): Promise<BundledTests> {
  const core = join(root, "packages/core");
  const files = [...beside, ...around]
    .flatMap((name) => readdirSync(join(core, name)).map((file) => `${name}/${file}`))
    .filter((file) => file.endsWith(".test.ts") && !apart.includes(file))
    .filter((file) => !wantsVitest.test(readFileSync(join(core, file), "utf8")));
  const nameOf = (file: string) => file.replace(/\W/g, "-");
  const build = await rolldown({
    input: {
      tests: join(here, "tests.ts"),
      ...Object.fromEntries(files.map((file) => [nameOf(file), join(core, file)])),
    },
    platform: "node",
    resolve: { conditionNames: ["@mortise/source", "node", "import"] },
    plugins: [
      {
        name: "in-place-of",
        resolveId: (id, importer) => {
          if (id !== "vitest" || importer === undefined) return null;
          // That file itself wants the real one.
          return importer.startsWith(here) ? { id, external: true } : join(here, "tests.ts");
        },
        transform: adapt,
      },
    ],
    external: (id) => !/^(?:\.|\/|@mortise\/)/.test(id) && id !== "vitest",
  });
  await build.write({ dir: folder, format: "esm", entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" });
  await build.close();
  const load = (name: string): Promise<unknown> => import(join(folder, `${name}.mjs`));
  return {
    tests: (await load("tests")) as typeof Tests,
    files: new Map(files.map((file) => [file, () => load(nameOf(file))])),
  };
}
