import { relative } from "node:path";
import type { Candidate } from "@mortise/core/catalog";
import { describe, expect, it } from "vitest";
import { notesOf, readAll, readOne, type Circumstances, type Files } from "../../test/plugin-folder.js";

const manifest = { "openclaw.plugin.json": { id: "sample", configSchema: {} } };

const entryOf = ({ entry, root }: Candidate) => entry && relative(root, entry.file);

/** A plugin whose package.json has this `openclaw` block, and these empty files. */
function readPackage(
  openclaw: unknown,
  files: readonly string[],
  circumstances?: Circumstances,
  more: Files = {},
): Candidate {
  const empty = Object.fromEntries(files.map((file) => [file, ""]));
  return readOne({ ...manifest, "package.json": { openclaw, ...more }, ...empty }, circumstances);
}

describe("a declared entry [OC-3]", () => {
  it("that is JavaScript is taken as written", () => {
    const candidate = readPackage({ extensions: ["./dist/index.js"] }, ["dist/index.js", "index.js"]);
    expect(entryOf(candidate)).toBe("dist/index.js");
    expect(notesOf(candidate)).toEqual([]);
  });

  it("that is not there is a matter of loading", () => {
    const candidate = readPackage({ extensions: ["./dist/index.js"] }, []);
    expect(candidate.status).toBe("ready");
    expect(notesOf(candidate)).toEqual(["warning ENTRY_NOT_FOUND"]);
    expect(candidate.diagnostics[0]?.message).toMatch(/dist\/index\.js.*without being built/);
  });

  it.each(["../outside.js", "/etc/outside.ts", "a/../../outside.ts"])(
    "that leaves the folder is blocked: %s",
    (path) => {
      for (const origin of ["config", "global"] as const) {
        const candidate = readPackage({ extensions: [path], runtimeExtensions: ["./index.js"] }, ["index.js"], {
          origin,
        });
        expect([candidate.status, ...notesOf(candidate)]).toEqual(["blocked", "error ENTRY_ESCAPES"]);
      }
    },
  );

  it("whose name is too long for the file system is not there", () => {
    const candidate = readPackage({ extensions: [`./${"x".repeat(300)}.ts`] }, []);
    expect([candidate.status, ...notesOf(candidate)]).toEqual(["ready", "warning ENTRY_NOT_FOUND"]);
  });

  it("in another language is refused", () => {
    const candidate = readPackage({ extensions: ["./main.py"] }, ["main.py"]);
    expect([candidate.status, ...notesOf(candidate)]).toEqual(["invalid", "error ENTRY_NOT_CODE"]);
  });
});

describe("a TypeScript entry", () => {
  it.each([
    ["./index.ts", "dist/index.js"],
    ["./index.ts", "dist/index.mjs"],
    ["./index.ts", "dist/index.cjs"],
    ["./index.ts", "index.js"],
    ["./src/plugin.ts", "dist/src/plugin.js"],
    ["./src/plugin.ts", "dist/plugin.js"],
    ["./src/plugin.mts", "src/plugin.mjs"],
  ])("%s is found built as %s", (written, built) => {
    for (const origin of ["config", "global"] as const) {
      const candidate = readPackage({ extensions: [written] }, [written, built], { origin });
      expect(entryOf(candidate)).toBe(built);
      expect(notesOf(candidate)).toEqual([]);
    }
  });

  it.each(["config", "workspace"] as const)("may be run itself from the %s", (origin) => {
    const candidate = readPackage({ extensions: ["./index.ts"] }, ["index.ts"], { origin });
    expect(candidate.entry).toMatchObject({ language: "typescript" });
  });

  it.each(["global", "bundled"] as const)("must be built where it is %s", (origin) => {
    const candidate = readPackage({ extensions: ["./index.ts"] }, ["index.ts"], { origin, development: true });
    expect(candidate.entry).toBeUndefined();
    expect(candidate.status).toBe("ready");
    expect(notesOf(candidate)).toEqual(["warning OPENCLAW_ENTRY_TYPESCRIPT /openclaw/extensions"]);
    expect(candidate.diagnostics[0]?.message).toContain("dist/index.js");
  });

  it("goes first in development", () => {
    const block = { extensions: ["./index.ts"], runtimeExtensions: ["./dist/index.js"] };
    expect(entryOf(readPackage(block, ["index.ts", "dist/index.js"], { development: true }))).toBe("index.ts");
    expect(entryOf(readPackage(block, ["dist/index.js"], { development: true }))).toBe("dist/index.js");
  });
});

describe("runtimeExtensions", () => {
  it("name the built file", () => {
    const block = { extensions: ["./index.ts"], runtimeExtensions: ["./out/main.js"] };
    expect(entryOf(readPackage(block, ["index.ts", "dist/index.js", "out/main.js"]))).toBe("out/main.js");
  });

  it("must exist, even where the source does", () => {
    const candidate = readPackage({ extensions: ["./index.ts"], runtimeExtensions: ["./dist/x.js"] }, ["index.ts"]);
    expect([candidate.status, candidate.entry]).toEqual(["ready", undefined]);
    expect(notesOf(candidate)).toEqual(["warning OPENCLAW_RUNTIME_ENTRY_MISSING /openclaw/runtimeExtensions"]);
  });

  it("may not leave the folder", () => {
    const candidate = readPackage({ extensions: ["./index.ts"], runtimeExtensions: ["../x.js"] }, ["index.ts"]);
    expect([candidate.status, ...notesOf(candidate)]).toEqual(["blocked", "error ENTRY_ESCAPES"]);
  });
});

describe("package.json", () => {
  it.each([
    [{ extensions: "./index.js" }, "/openclaw/extensions"],
    [{ extensions: ["./index.js", 3] }, "/openclaw/extensions/1"],
    [{ extensions: [" "] }, "/openclaw/extensions/0"],
    [{ extensions: ["./a\u0000.js"] }, "/openclaw/extensions/0"],
    [{ runtimeExtensions: {} }, "/openclaw/runtimeExtensions"],
    ["./index.js", "/openclaw"],
  ])("with a malformed block keeps the plugin out: %j", (block, pointer) => {
    const candidate = readPackage(block, ["index.js"]);
    expect([candidate.status, candidate.id]).toEqual(["invalid", "sample"]);
    expect(notesOf(candidate)).toEqual([`error PACKAGE_INVALID ${pointer}`]);
    expect(candidate.diagnostics[0]?.path).toMatch(/package\.json$/);
  });

  it("with several entries gives several plugins", () => {
    const openclaw = { extensions: ["./src/one.ts", "./two.js"], runtimeExtensions: ["./dist/first.js"] };
    const files = { ...manifest, "package.json": { openclaw }, "dist/first.js": "", "two.js": "" };
    const candidates = readAll(files);
    expect(candidates.map((candidate) => [candidate.id, candidate.manifest?.id, entryOf(candidate)])).toEqual([
      ["sample/one", "sample/one", "dist/first.js"],
      ["sample/two", "sample/two", "two.js"],
    ]);
  });

  it("with two entries of one name is refused", () => {
    const candidate = readPackage({ extensions: ["./a/index.js", "./b/Index.ts"] }, ["a/index.js", "b/Index.ts"]);
    expect(candidate.status).toBe("invalid");
    expect(notesOf(candidate)).toEqual(["error OPENCLAW_ENTRY_NAME_CLASH /openclaw/extensions"]);
    expect(candidate.diagnostics[0]?.message).toContain("./a/index.js and ./b/Index.ts");
  });

  it("with a harmful entry name is refused", () => {
    const candidate = readPackage({ extensions: ["./a.js", "./__proto__.js"] }, ["a.js", "__proto__.js"]);
    expect(notesOf(candidate)).toEqual(["error MANIFEST_ID_INVALID /openclaw/extensions"]);
  });
});

describe("without openclaw.extensions", () => {
  it.each(["index.ts", "index.js", "index.mjs", "index.cjs"])("%s is the entry", (file) => {
    expect(entryOf(readPackage({}, [file]))).toBe(file);
    expect(entryOf(readOne({ ...manifest, [file]: "" }))).toBe(file);
  });

  it("and without package.json, the missing entry is a matter of loading", () => {
    const candidate = readOne(manifest);
    expect([candidate.status, ...notesOf(candidate)]).toEqual(["ready", "warning ENTRY_NOT_FOUND"]);
    expect(candidate.diagnostics[0]?.message).toContain("index.js");
  });

  it("a package has no entry, and a file of another language is named", () => {
    const python = { "openclaw.plugin.json": { ...manifest["openclaw.plugin.json"], entry: "main.py" } };
    const candidate = readOne({ ...python, "package.json": {}, "main.py": "" });
    expect(candidate.status).toBe("invalid");
    expect(candidate.diagnostics.at(-1)).toMatchObject({ code: "ENTRY_MISSING", level: "error" });
    expect(candidate.diagnostics.at(-1)?.message).toContain("main.py, which is neither");
  });

  it("main stands in leniently, and not strictly", () => {
    const more = { main: "lib/plugin.js" };
    const lenient = readPackage({}, ["lib/plugin.js"], {}, more);
    expect(entryOf(lenient)).toBe("lib/plugin.js");
    expect(notesOf(lenient)).toEqual(["warning OPENCLAW_ENTRY_FROM_MAIN /main"]);
    const strict = readPackage({}, ["lib/plugin.js"], { compat: "strict" }, more);
    expect([strict.status, ...notesOf(strict)]).toEqual(["invalid", "error ENTRY_MISSING"]);
    expect(readPackage({}, [], {}, { main: "main.py" }).status).toBe("invalid");
  });
});
