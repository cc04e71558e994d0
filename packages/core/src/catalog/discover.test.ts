import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { below, discoverIn, notes, pluginFiles } from "../../test/discovery.js";
import { folderWith } from "../../test/folder.js";
import type { Catalog } from "./discover.js";
import { pluginRoots, type Origin } from "./roots.js";

const ids = ({ candidates }: Catalog) => candidates.map(({ id }) => id);
const plugins = (...names: readonly string[]) =>
  Object.assign({}, ...names.map((name) => below(name, pluginFiles(name.split("/").at(-1) ?? name)))) as Record<
    string,
    unknown
  >;

function configured(folder: string, ...paths: readonly string[]): Catalog {
  return discoverIn(pluginRoots(paths, folder, {}, (pointer) => ({ pointer, path: "/mortise.jsonc", line: 3 })));
}

describe("configured paths [CAT-1]", () => {
  it("are a plugin's folder, its manifest, a folder of plugins, or a module", () => {
    const folder = folderWith({
      ...plugins("one", "all/two", "all/@scope/three"),
      "four.ts": "",
      "five/index.mjs": "",
    });
    expect(ids(configured(folder, "one"))).toEqual(["one"]);
    expect(ids(configured(folder, "one/mortise.plugin.json"))).toEqual(["one"]);
    expect(ids(configured(folder, "all"))).toEqual(["three", "two"]);
    expect(ids(configured(folder, "four.ts", "five/index.mjs"))).toEqual(["four", "five"]);
    expect(ids(configured("/elsewhere", join(folder, "one")))).toEqual(["one"]);
  });

  it("that lead nowhere are told with their place in the config", () => {
    const folder = folderWith({ "empty/README.md": "", "notes.txt": "" });
    symlinkSync("circle", join(folder, "circle"));
    const { diagnostics } = configured(folder, "absent", "empty", "notes.txt", "circle", "*/none", "nul\0l");
    expect(notes(diagnostics)).toEqual([
      "warning PATH_NOT_FOUND /plugins/load/paths/0",
      "warning PATH_NO_PLUGIN /plugins/load/paths/1",
      "warning PATH_NO_PLUGIN /plugins/load/paths/2",
      "error PATH_UNREADABLE /plugins/load/paths/3",
      "warning PATH_NOT_FOUND /plugins/load/paths/4",
      "error PATH_UNREADABLE /plugins/load/paths/5",
    ]);
    expect(diagnostics[0]).toMatchObject({ path: "/mortise.jsonc", line: 3 });
    expect(diagnostics[0]?.message).toContain(join(folder, "absent"));
    expect(diagnostics[1]?.help).toContain("mortise.plugin.json");
    expect(diagnostics[3]?.message).toContain("too many symbolic links");
    expect(diagnostics[4]?.message).toContain(join(folder, "*/none"));
  });

  it("may be globs; what they match besides plugins is no mistake", () => {
    const folder = folderWith({ ...plugins("p/b", "p/a", "q/c"), "p/README.md": "", "p/empty/x": "" });
    const { candidates, diagnostics } = configured(folder, "./p/*", "{q,r}/*");
    expect(candidates.map(({ id, origin }) => `${id} ${origin}`)).toEqual(["a config", "b config", "c config"]);
    expect(diagnostics).toEqual([]);
  });

  it("may be globs that match a plugin's own files, which are parts of it", () => {
    const folder = folderWith({
      ...plugins("p/a", "p/group/b"),
      "p/a/src/index.ts": "",
      "p/a/test/x.js": "",
      "p/single.js": "",
    });
    expect(ids(configured(folder, "p/**"))).toEqual(["a", "b", "single"]);
  });

  it("may have in them what means something in a glob", () => {
    const folder = join(folderWith(plugins("app [x] (1)/p/a", "app [x] (1)/{b,c}")), "app [x] (1)");
    expect(ids(configured(folder, "p/*"))).toEqual(["a"]);
    expect(configured(folder, "p/a", "{b,c}").candidates.map(({ root }) => root)).toEqual([
      join(folder, "p/a"),
      join(folder, "{b,c}"),
    ]);
    expect(notes(configured(folder, "p/absent").diagnostics)).toEqual(["warning PATH_NOT_FOUND /plugins/load/paths/0"]);
  });
});

describe("roots [CAT-1]", () => {
  it("are read in order of precedence, and below them by name", () => {
    const folder = folderWith(plugins("b/x", "g/x", "g/a", "w/z", "w/@s/y", "c"));
    const roots = pluginRoots(["c"], folder, {
      workspace: [join(folder, "w")],
      global: [join(folder, "g")],
      bundled: [join(folder, "b")],
    });
    expect(discoverIn(roots).candidates.map(({ origin, id }) => `${origin} ${id}`)).toEqual([
      "config c",
      "workspace y",
      "workspace z",
      "global a",
      "global x",
      "bundled x",
    ]);
  });

  it("that are not there are no mistake, and a root may be a plugin itself", () => {
    const folder = folderWith(plugins("one"));
    const { diagnostics } = discoverIn([{ path: join(folder, "absent"), origin: "workspace" }]);
    expect(diagnostics).toEqual([]);
    expect(ids(discoverIn([{ path: join(folder, "one"), origin: "global" }]))).toEqual(["one"]);
  });

  it("leave out what is put aside, and what no plugin can be", () => {
    const names = ["node_modules", "dist", ".git", "old.bak", "off.disabled", "@s/@t", "good"].map(
      (name) => `${name}/p`,
    );
    const folder = folderWith({
      ...plugins("good", "node_modules", ".hidden", "x.bak", "y.disabled", "dist"),
      ...plugins(...names),
    });
    writeFileSync(join(folder, "mortise.jsonc"), "{}");
    expect(ids(discoverIn([{ path: folder, origin: "workspace" }]))).toEqual(["good"]);
  });

  it("with scopes that lead in circles have an end", () => {
    const folder = folderWith(plugins("a"));
    symlinkSync(".", join(folder, "@one"));
    symlinkSync(".", join(folder, "@two"));
    expect(ids(discoverIn([{ path: folder, origin: "workspace" }]))).toEqual(["a"]);
  });

  it("that cannot be read say so", () => {
    const folder = folderWith();
    symlinkSync("circle", join(folder, "circle"));
    const { diagnostics } = discoverIn([{ path: join(folder, "circle"), origin: "global" }]);
    expect(diagnostics).toMatchObject([{ code: "PATH_UNREADABLE", path: join(folder, "circle") }]);
  });
});

describe("a folder that two roots lead to [CAT-1]", () => {
  const originOf = (roots: readonly Origin[]) => {
    const folder = folderWith(plugins("real/a"));
    mkdirSync(join(folder, "links"));
    symlinkSync("../real/a", join(folder, "links/a"));
    const found = discoverIn(
      roots.map((origin, index) => ({ path: join(folder, index === 0 ? "links" : "real"), origin })),
    );
    return found.candidates.map(({ origin }) => origin);
  };

  it("counts once, for the config that names it", () => {
    expect(originOf(["config", "bundled"])).toEqual(["config"]);
    expect(originOf(["config", "config"])).toEqual(["config"]);
  });

  it("else for the root that is trusted more: a link in a workspace takes nobody's place", () => {
    expect(originOf(["workspace", "bundled"])).toEqual(["bundled"]);
    expect(originOf(["workspace", "global"])).toEqual(["global"]);
  });
});

describe("a module without a manifest [CAT-7]", () => {
  it("is a plugin that declares nothing and is asked for everything", () => {
    const [candidate] = configured(folderWith({ "greet.ts": "" }), "greet.ts").candidates;
    expect(candidate).toMatchObject({
      id: "greet",
      format: "file",
      status: "ready",
      entry: { language: "typescript" },
    });
    expect(candidate?.manifest).toMatchObject({ declarations: "lenient", provides: {} });
    expect(candidate?.manifest?.undeclarable).toEqual(expect.arrayContaining(["speech", "hooks", "tools"]));
    expect(candidate?.manifestPath).toBeUndefined();
  });

  it("whose name cannot be an id is refused", () => {
    const folder = folderWith({ "not an id.js": "", "constructor.js": "" });
    const { candidates } = configured(folder, "not an id.js", "constructor.js");
    expect(candidates.map(({ status, diagnostics }) => [status, diagnostics[0]?.code])).toEqual([
      ["invalid", "MANIFEST_ID_INVALID"],
      ["invalid", "MANIFEST_ID_INVALID"],
    ]);
  });

  it("is not a twin of another of its name", () => {
    const { candidates } = configured(folderWith({ "greet.ts": "", "greet.js": "" }), "greet.ts", "greet.js");
    expect(candidates).toHaveLength(2);
  });

  it("is past the gates too", () => {
    const folder = folderWith({ "in/x": "", "out.js": "" });
    symlinkSync("../out.js", join(folder, "in/alias.js"));
    expect(configured(folder, "in/alias.js").candidates).toMatchObject([{ id: "out", root: folder, status: "ready" }]);
  });
});

it("the order that folders were made in changes nothing [CAT-2]", () => {
  const names = ["c", "a", "@z/b", "B", "a-1", "a.1"];
  const listing = (order: readonly string[]) => {
    const folder = folderWith(plugins(...order));
    return discoverIn([{ path: folder, origin: "workspace" }]).candidates.map(({ root }) => root.slice(folder.length));
  };
  const first = listing(names);
  expect(listing(names.toReversed())).toEqual(first);
  expect(first).toEqual(["/@z/b", "/B", "/a", "/a-1", "/a.1", "/c"]);
});
