import fc from "fast-check";
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../../src/catalog/discover.js";
import type { Origin } from "../../src/catalog/roots.js";
import { discoverIn } from "../discovery.js";
import { writeFiles, type Files } from "../folder.js";

const origins: readonly Origin[] = ["config", "workspace", "global", "bundled"];
const names = ["a", "b", "c", "b.x", "z-1"];

/** What a folder has in it, and what comes of that. */
const kinds: Readonly<Record<string, { readonly files: (id: string) => Files; readonly status?: string }>> = {
  sound: { files: (id) => ({ "mortise.plugin.json": { id }, "index.js": "" }), status: "ready" },
  "without code": { files: (id) => ({ "mortise.plugin.json": { id } }), status: "invalid" },
  "no JSON": { files: (id) => ({ "mortise.plugin.json": `{ "id": "${id}", `, "index.js": "" }), status: "invalid" },
  "no id": { files: () => ({ "mortise.plugin.json": {}, "index.js": "" }), status: "invalid" },
  "too large": {
    files: (id) => ({
      "mortise.plugin.json": `{ "id": "${id}", "name": "${"x".repeat(256 * 1024)}" }`,
      "index.js": "",
    }),
    status: "blocked",
  },
  "an entry that leads out": {
    files: (id) => ({ "mortise.plugin.json": { id }, "package.json": { mortise: { entry: "../../x.js" } } }),
    status: "blocked",
  },
  "no plugin": { files: () => ({ "README.md": "Nothing." }) },
};

const folders = fc.uniqueArray(
  fc.record({
    origin: fc.constantFrom(...origins),
    scope: fc.constantFrom("", "", "@team"),
    name: fc.constantFrom(...names),
    kind: fc.constantFrom(...Object.keys(kinds), "sound", "sound"),
  }),
  { selector: ({ origin, scope, name }) => `${origin}/${scope}/${name}`, maxLength: 10 },
);
type Folder = (typeof folders extends fc.Arbitrary<infer Value> ? Value : never)[number];

const placeOf = ({ origin, scope, name }: Folder) => join(origin, scope, name);

let top = "";
let count = 0;
beforeAll(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "mortise-found-")));
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

/** Makes the folders in the order in which they are given, and looks for plugins. */
function find(written: readonly Folder[]): { readonly folder: string; readonly catalog: Catalog } {
  const folder = join(top, String((count += 1)));
  for (const origin of origins) mkdirSync(join(folder, origin), { recursive: true });
  for (const each of written) writeFiles(join(folder, placeOf(each)), kinds[each.kind]?.files(each.name) ?? {});
  return { folder, catalog: discoverIn(origins.map((origin) => ({ path: join(folder, origin), origin }))) };
}

describe("for any folders with plugins in them", () => {
  it("each plugin is found once, with its origin and what stops it, in order of precedence and name [CAT-1, CAT-3, CAT-4]", () => {
    fc.assert(
      fc.property(folders, (written) => {
        const { folder, catalog } = find(written);
        const found = catalog.candidates.map(({ root, origin, status }) => [relative(folder, root), origin, status]);
        const rank = (each: Folder) => origins.indexOf(each.origin);
        const expected = written
          .filter(({ kind }) => kinds[kind]?.status !== undefined)
          .toSorted((one, other) => rank(one) - rank(other) || (placeOf(one) < placeOf(other) ? -1 : 1))
          .map((each) => [placeOf(each), each.origin, kinds[each.kind]?.status]);
        expect(found).toEqual(expected);
        for (const { status, diagnostics } of catalog.candidates) {
          expect(diagnostics.some(({ level }) => level === "error")).toBe(status !== "ready");
        }
      }),
      { numRuns: 50 },
    );
  });

  it("the order in which they were made changes nothing [CAT-2]", () => {
    fc.assert(
      fc.property(folders, fc.infiniteStream(fc.nat()), (written, random) => {
        const shuffled = written
          .map((each) => [random.next().value as number, each] as const)
          .toSorted(([one], [other]) => one - other)
          .map(([, each]) => each);
        const said = ({ folder, catalog }: ReturnType<typeof find>) => JSON.stringify(catalog).replaceAll(folder, "");
        expect(said(find(shuffled))).toBe(said(find(written)));
      }),
      { numRuns: 30 },
    );
  });
});
