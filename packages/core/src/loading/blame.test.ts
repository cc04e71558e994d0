import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { MortiseError } from "../diagnostics/error.js";
import { blame, findCulprit } from "./blame.js";

const root = "/plugins/demo";
const withStack = (...lines: readonly string[]) =>
  Object.assign(new Error("no"), { stack: ["Error: no", ...lines].join("\n") });

describe("blame [LOAD-5]", () => {
  it.each([
    ["a native frame", "    at register (file:///plugins/demo/index.js:3:9)", "/plugins/demo/index.js", 3, 9],
    ["a native frame without a name", "    at file:///plugins/demo/index.js:3:9", "/plugins/demo/index.js", 3, 9],
    ["an async frame", "    at async file:///plugins/demo/index.js:3:9", "/plugins/demo/index.js", 3, 9],
    ["a reloaded module", "    at f (file:///plugins/demo/index.js?v=2:3:9)", "/plugins/demo/index.js", 3, 9],
    ["CommonJS", "    at Object.<anonymous> (/plugins/demo/index.cjs:3:9)", "/plugins/demo/index.cjs", 3, 9],
    ["a constructor", "    at new Thing (/plugins/demo/a.js:3:9)", "/plugins/demo/a.js", 3, 9],
    [
      "a space and brackets in the path",
      "    at f (/plugins/demo/my (old) files/a.ts:3:9)",
      "/plugins/demo/my (old) files/a.ts",
      3,
      9,
    ],
    ["a space in a URL", "    at f (file:///plugins/demo/my%20files/a.js:3:9)", "/plugins/demo/my files/a.js", 3, 9],
  ])("finds the place in %s", (_name, line, path, row, column) => {
    expect(blame(withStack("    at host (/host/core.js:1:1)", line), root).place).toEqual({ path, line: row, column });
  });

  it("finds the place of a syntax error, which stands before the message", () => {
    const error = Object.assign(new Error("x"), {
      stack: "/plugins/demo/a.cjs:7\nlet = ;\n    ^\nSyntaxError: x\n    at f (node:vm:1:1)",
    });
    expect(blame(error, root).place).toEqual({ path: "/plugins/demo/a.cjs", line: 7 });
  });

  it("names the plugin's own file before a package's that it called", () => {
    const error = withStack(
      "    at dep (/plugins/demo/node_modules/dep/i.js:1:2)",
      "    at f (/plugins/demo/index.js:3:4)",
    );
    expect(blame(error, root).place).toMatchObject({ path: "/plugins/demo/index.js", line: 3 });
    expect(blame(withStack("    at dep (/plugins/demo/node_modules/dep/i.js:1:2)"), root).place).toMatchObject({
      line: 1,
    });
  });

  it.each([
    ["another plugin with a longer name", "    at f (/plugins/demo-two/index.js:3:9)"],
    ["the host", "    at f (file:///host/index.js:3:9)"],
    ["evaluated text", "    at eval (eval at f (/plugins/demo/a.js:1:1), <anonymous>:1:1)"],
    ["nothing", "    at async Promise.all (index 0)"],
    ["a broken URL", "    at f (file://host:99999/%zz:3:9)"],
  ])("blames nobody for a frame of %s", (_name, line) => {
    expect(blame(withStack(line), root).place).toEqual({});
  });

  it.each<[string, unknown, string]>([
    ["text", "oops", "oops"],
    ["nothing", undefined, "something that is no Error was thrown: undefined"],
    ["an error without a message", new TypeError(""), "TypeError"],
    ["what cannot become text", Object.create(null), "something that cannot be shown was thrown"],
    ["an error that throws when it is looked at", trap(), "something that cannot be shown was thrown"],
    ["an error whose stack is no text", Object.assign(new Error("no"), { stack: 5 }), "no"],
  ])("takes it when %s was thrown", (_name, thrown, reason) => {
    expect(blame(thrown, root)).toEqual({ reason, place: {} });
  });
});

describe("findCulprit [CALL-8]", () => {
  const demo = { id: "demo", root };
  const inner = { id: "inner", root: `${root}/plugins/inner` };
  const alone = { id: "alone", root: "/plugins/alone.mjs" };
  const all = [demo, inner, alone];
  const inDemo = withStack("    at f (/plugins/demo/index.js:3:9)");
  const app = (options: ErrorOptions) =>
    Object.assign(new Error("app", options), { stack: "Error: app\n    at /app/i.js:1:1" });

  it("names the plugin whose file stands innermost, of folders in folders the inner", () => {
    const stack = [
      "    at dep (/app/node_modules/dep/i.js:1:1)",
      "    at g (file:///plugins/alone.mjs:5:6)",
      "    at f (/plugins/demo/plugins/inner/index.js:3:9)",
      "    at e (/plugins/demo/index.js:3:9)",
    ];
    const plugins = [1, 2, 3, 4].map((start) => findCulprit(withStack(...stack.slice(start - 1)), all)?.plugin);
    expect(plugins).toEqual(["alone", "alone", "inner", "demo"]);
    expect(findCulprit(withStack(...stack), [demo])).toEqual({
      plugin: "demo",
      reason: "no",
      place: { path: "/plugins/demo/plugins/inner/index.js", line: 3, column: 9 },
    });
    expect(findCulprit(withStack(...stack), [])).toBeUndefined();
  });

  it("takes a plugin's package where no plugin's own file is, unless the host may be one of them", () => {
    const here = fileURLToPath(new URL("../../../..", import.meta.url)).replace(/[\\/]$/, "");
    const inPackage = (folder: string) => withStack(`    at dep (${folder}/node_modules/dep/i.js:1:2)`);
    expect(findCulprit(inPackage(root), all)?.place).toMatchObject({ line: 1, column: 2 });
    expect(findCulprit(inPackage(here), [{ id: "around", root: here }])).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ["a cause", app({ cause: app({ cause: inDemo }) })],
    ["one of many errors", Object.assign(app({}), { errors: [app({}), inDemo] })],
    ["a cause behind a circle", circle(inDemo)],
  ])("looks at %s, and tells what the outer error says", (_name, error) => {
    expect(findCulprit(error, all)).toMatchObject({ plugin: "demo", reason: "app" });
  });

  it.each<[string, unknown]>([
    ["text", "at f (/plugins/demo/index.js:3:9)"],
    ["nothing", undefined],
    [
      "an error that only tells of a place",
      Object.assign(app({}), { stack: "Error: no token at /plugins/demo/a.json:3:9" }),
    ],
    ["an error whose message carries a stack", messageWithStack()],
    [
      "an error of the host about a plugin",
      new MortiseError({ code: "X", level: "error", message: "", help: "" }, inDemo),
    ],
    ["what throws when it is looked at", trap()],
    ["a circle", circle()],
  ])("blames nobody for %s", (_name, error) => {
    expect(findCulprit(error, all)).toBeUndefined();
  });

  function circle(end?: unknown): unknown {
    const first = app({});
    first.cause = Object.assign(app({ cause: first }), { errors: [first, end] });
    return first;
  }

  function messageWithStack(): unknown {
    const message = "a worker failed:\n    at f (/plugins/demo/index.js:3:9)";
    return Object.assign(new Error(message), { stack: `Error: ${message}\n    at /app/i.js:1:1` });
  }
});

function trap(): unknown {
  const fail = (): never => {
    throw new Error("do not look");
  };
  return new Proxy(new Error("no"), { get: fail, getPrototypeOf: fail });
}
