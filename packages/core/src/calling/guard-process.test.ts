import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readingSources, sourceFile } from "../../test/child.js";
import { folderWith, writeFiles } from "../../test/folder.js";
import { pluginFiles } from "../../test/host-with.js";

/** An expression that imports a source file: jiti makes one object of all that it exports. */
const importing = (file: string) => `(await import(${JSON.stringify(sourceFile(file))})).default`;

/** What a plugin can do wrong where nobody stands above it; each is an export. */
const faults = `
import { EventEmitter } from "node:events";
import { Readable } from "node:stream";
export const timer = () => setTimeout(() => { throw new Error("in a timer") }, 1);
export const listener = () => {
  const emitter = new EventEmitter().on("tick", () => { throw new TypeError("in a listener") });
  setImmediate(() => emitter.emit("tick"));
};
export const stream = () => Readable.from(["piece"]).on("data", () => { throw new Error("in a stream") });
export const rejection = () => { Promise.reject(new Error("rejected")) };
export const late = async () => { await new Promise((resolve) => setTimeout(resolve, 1)); throw new Error("late") };
export const tick = () => process.nextTick(() => { throw new Error("in a tick") });
export const interval = () => new Promise((done) => { let n = 0; const timer = setInterval(() => { if (++n === 12) done(clearInterval(timer)); throw new Error("again") }, 1) });
export const any = () => { Promise.any([Promise.reject(new Error("of any"))]) };
export const call = (run) => run();
`;

/** Modules beside the plugin: they are not its own. */
const outside = `
export const wrap = (run) => setTimeout(() => { try { run() } catch (cause) { throw new Error("wrapped", { cause }) } });
export const boom = () => { throw new Error("of the application") };
`;

const head = `
import { basename } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
const isGuarded = process.argv[2] !== "without";
const { guardProcess } = isGuarded ? ${importing("calling/guard-process.ts")} : {};
const folder = new URL(".", import.meta.url).pathname;
const seen = [];
const guard = (...ids) => guardProcess({
  plugins: () => ids.map((id) => ({ id, root: folder + id })),
  report: ({ code, plugin, path, line, message }) => void seen.push([code.slice(8), plugin, basename(path ?? "") + ":" + line, message.replace(/^.*?: /, "")].join(" ")),
});
if (isGuarded) guard("bad");
const bad = await import("./bad/index.mjs");
const outside = await import("./outside.mjs");
const goOn = async () => { await wait(60); console.log("alive", process.exitCode ?? 0); for (const line of seen) console.log(line) };
`;

interface Ended {
  readonly code: number;
  readonly stdout: readonly string[];
  readonly stderr: string;
}

/** Writes a program that has a plugin beside it, and runs it once for each of the arguments. */
async function run(
  body: string,
  { args = ["with"], node = [] }: { args?: readonly string[]; node?: readonly string[] } = {},
): Promise<readonly Ended[]> {
  const plugins = { "bad/index.mjs": faults, "worse/index.mjs": faults, "outside.mjs": outside };
  const folder = folderWith({ ...plugins, "program.mjs": `${head}${body}` });
  return Promise.all(args.map((arg) => end([...node, ...readingSources, join(folder, "program.mjs"), arg])));
}

function end(args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    // By that, jiti registers itself; newer Nodes say that it is deprecated.
    execFile(process.execPath, ["--disable-warning=DEP0205", ...args], (error, stdout, stderr) =>
      resolve({
        code: Number(error?.code ?? 0),
        stdout: stdout.trimEnd().split("\n"),
        // Warnings carry the number of the process.
        stderr: stderr.replaceAll(/\(node:\d+\)/g, "(node)"),
      }),
    );
  });
}

describe("what escapes a plugin [CALL-8]", () => {
  it("is contained, blamed by its line and reported, and the process goes on answering", async () => {
    const [ended] = await run(`
      import { createServer } from "node:http";
      const server = createServer((_, response) => response.end("hello")).listen(0, "127.0.0.1");
      await wait(1);
      for (const fault of ["timer", "listener", "stream", "rejection", "late", "tick", "any"]) bad[fault]();
      outside.wrap(() => bad.call(outside.boom));
      await wait(60);
      const { port } = server.address();
      console.log(await (await fetch("http://127.0.0.1:" + port)).text());
      server.close();
      await goOn();
    `);
    expect(ended?.stdout.slice(0, 2)).toEqual(["hello", "alive 0"]);
    expect(ended?.stdout.slice(2).toSorted()).toEqual([
      "EXCEPTION bad index.mjs:12 in a tick",
      "EXCEPTION bad index.mjs:15 wrapped",
      "EXCEPTION bad index.mjs:4 in a timer",
      "EXCEPTION bad index.mjs:6 in a listener",
      "EXCEPTION bad index.mjs:9 in a stream",
      "REJECTION bad index.mjs:10 rejected",
      "REJECTION bad index.mjs:11 late",
      "REJECTION bad index.mjs:14 All promises were rejected",
    ]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
  });

  it("is reported less and less where it repeats", async () => {
    const [ended] = await run("await bad.interval(); await goOn();");
    expect(ended?.stdout).toEqual([
      "alive 0",
      "EXCEPTION bad index.mjs:13 again",
      "EXCEPTION bad index.mjs:13 again (time 10 at this place)",
    ]);
  });

  it("does not reach listeners of the application that would end the process", async () => {
    const [ended] = await run(`
      process.on("uncaughtException", () => process.exit(9));
      bad.timer(); bad.rejection();
      await goOn();
    `);
    expect(ended).toMatchObject({ code: 0, stdout: ["alive 0", expect.any(String), expect.any(String)] });
  });

  it("is reported also where the application listens to rejections, which are then its own to answer", async () => {
    const [ended] = await run(`
      process.on("unhandledRejection", ({ message }) => console.log("heard", message));
      bad.rejection(); Promise.reject(new Error("of the application"));
      await goOn();
    `);
    expect(ended?.stdout).toEqual([
      "heard rejected",
      "heard of the application",
      "alive 0",
      "REJECTION bad index.mjs:10 rejected",
    ]);
  });

  it("is contained also where node:domain was imported, and left to an application that captures", async () => {
    const [domain, captures] = await run(
      `
      if (process.argv[2] === "domain") await import("node:domain");
      else process.setUncaughtExceptionCaptureCallback(({ message }) => console.log("captured", message));
      bad.timer(); await wait(20); bad.timer();
      await goOn();
    `,
      { args: ["domain", "captures"] },
    );
    expect(domain?.stdout).toEqual(["alive 0", "EXCEPTION bad index.mjs:4 in a timer"]);
    expect(captures?.stdout).toEqual(["captured in a timer", "captured in a timer", ...(domain?.stdout ?? [])]);
  });

  it.each(["strict", "warn", "none", "throw"])("is reported once with --unhandled-rejections=%s", async (mode) => {
    const [ended] = await run("bad.rejection(); await goOn();", { node: [`--unhandled-rejections=${mode}`] });
    expect(ended?.stdout).toEqual(["alive 0", "REJECTION bad index.mjs:10 rejected"]);
    expect(ended?.stderr.includes("UnhandledPromiseRejectionWarning")).toBe(mode === "warn" || mode === "strict");
  });

  it("is told to each host whose plugin it was, and to no other", async () => {
    const [ended] = await run(`
      const undo = guard("worse");
      const worse = await import("./worse/index.mjs");
      guard("bad", "worse");
      worse.timer(); await wait(10); console.log(seen.length);
      undo(); undo();
      worse.listener(); await wait(10); console.log(seen.length);
      bad.call(() => setTimeout(() => worse.call(outside.boom)));
      await goOn();
    `);
    expect(ended?.stdout).toEqual([
      "2",
      "3",
      "alive 0",
      "EXCEPTION worse index.mjs:4 in a timer",
      "EXCEPTION worse index.mjs:4 in a timer",
      "EXCEPTION worse index.mjs:6 in a listener",
      "EXCEPTION worse index.mjs:15 of the application",
    ]);
  });
});

const ofTheApplication: readonly (readonly [string, string, number])[] = [
  ["throws", "setTimeout(() => outside.boom())", 1],
  ["throws text", 'setTimeout(() => { throw "text" })', 1],
  ["throws nothing", "setTimeout(() => { throw undefined })", 1],
  ["rejects", 'Promise.reject(new Error("no"))', 1],
  ["rejects with text", 'Promise.reject("text")', 1],
  ["fails at the top", "await outside.boom()", 1],
  ["has an exit code", 'process.on("exit", () => (process.exitCode = 5)); Promise.reject(new Error("no"))', 5],
  ["throws and listens", 'process.on("uncaughtException", (e, o) => console.log(e.message, o)); outside.boom()', 0],
  [
    "rejects and listens",
    'process.on("uncaughtException", (e, o) => console.log(e.message, o)); Promise.reject(new Error("no"))',
    0,
  ],
  ["listens to rejections", 'process.on("unhandledRejection", (e) => console.log(e)); Promise.reject(7)', 0],
  [
    "listens once",
    'process.once("unhandledRejection", () => {}); Promise.reject(7); await wait(5); Promise.reject(8)',
    1,
  ],
];

describe("in a host", () => {
  it("a plugin's TypeScript is blamed by its own lines, and what the host says to its caller is nobody's", async () => {
    const folder = folderWith(
      pluginFiles({
        typed: {
          entry: "index.ts",
          provides: { hooks: ["gateway_start"] },
          module: `enum Kind { A }
            export default { id: "typed", register(api: { on: Function }) {
              api.on("gateway_start", () => {
                setTimeout(() => { throw new Error("typed " + Kind.A) });
              });
            } };`,
        },
        bad: { module: 'throw new Error("not today");' },
      }),
    );
    const script = `
      const { createHost } = ${importing("host.ts")};
      const { guardProcess } = ${importing("calling/guard-process.ts")};
      const folder = new URL(".", import.meta.url).pathname;
      const host = await createHost({
        config: { plugins: { load: { paths: [folder + "typed", folder + "bad"] }, entries: { bad: { required: true } } } },
        cwd: folder,
        env: {},
        folders: { state: folder + ".state", cache: folder + ".cache", globalPlugins: folder + ".global" },
      });
      const plugins = () => host.controlPlane.order.map(({ id, root }) => ({ id, root }));
      guardProcess({ plugins, report: ({ code, plugin, path, line }) => console.log(code, plugin, path.slice(folder.length), line) });
      await host.prepareHook("gateway_start");
      await host.hooks.observe("gateway_start", { host: "127.0.0.1", port: 1 });
      await new Promise((resolve) => setTimeout(resolve, 50));
      await host.start();
      console.log("never");
    `;
    writeFiles(folder, { "program.mjs": script });
    const ended = await end([...readingSources, join(folder, "program.mjs")]);
    expect(ended).toMatchObject({ code: 1, stdout: ["ESCAPED_EXCEPTION typed typed/index.ts 4"] });
    expect(ended.stderr).toContain("PLUGIN_REQUIRED");
  });
});

describe("what comes from elsewhere", () => {
  it.each(ofTheApplication)("takes its course when the application %s", async (_name, body, code) => {
    const [guarded, without] = await run(`${body}; await goOn();`, { args: ["with", "without"] });
    expect(guarded).toEqual(without);
    expect(guarded?.code).toBe(code);
    expect(code === 1 ? without?.stderr : "Node.js").toContain("Node.js");
  });

  it.each(["strict", "warn", "none", "warn-with-error-code"])(
    "takes its course with --unhandled-rejections=%s",
    async (mode) => {
      const [guarded, without] = await run('Promise.reject(new Error("no")); await goOn();', {
        args: ["with", "without"],
        node: [`--unhandled-rejections=${mode}`],
      });
      expect(guarded).toEqual(without);
    },
  );

  it("takes its course in the moment after imports failed, and what these failed with is told to nobody else", async () => {
    const failing = `
      import { mkdirSync, writeFileSync } from "node:fs";
      const { createHost } = ${importing("host.ts")};
      const ids = ["one", "two"];
      for (const id of ids) {
        mkdirSync(folder + id, { recursive: true });
        const write = (name, text) => writeFileSync(folder + id + "/" + name, text);
        write("mortise.plugin.json", JSON.stringify({ id, configSchema: { type: "object" } }));
        write("package.json", '{ "mortise": { "entry": "./index.mjs" } }');
        write("index.mjs", 'import "./x.cjs"; export default { register() {} };');
        write("x.cjs", 'queueMicrotask(globalThis.also); throw new Error("no");');
      }
      const host = await createHost({
        config: { plugins: { load: { paths: ids.map((id) => folder + id) } } },
        cwd: folder,
        env: {},
        folders: { state: folder + ".state", cache: folder + ".cache", globalPlugins: folder + ".global" },
      });
      if (isGuarded) host.guardProcess();
      host.diagnostics.subscribe(({ code, plugin }) => console.log(code, plugin));
      await host.load(ids);`;
    const foreign = 'globalThis.also = () => void Promise.reject(new Error("foreign"));';
    const [[ended], others] = await Promise.all([
      run(`globalThis.also = () => {}; ${failing} await goOn();`),
      run(`${foreign} ${failing} await goOn();`, { args: ["with", "without"] }),
    ]);
    expect(ended).toMatchObject({ code: 0, stdout: ["LOAD_FAILED one", "LOAD_FAILED two", "alive 0"] });
    for (const other of others) {
      expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("Error: foreign") });
    }
  }, 120_000);

  it("ends the process again once the last guard is undone", async () => {
    const [ended] = await run(`
      const undo = guard("worse");
      const worse = await import("./worse/index.mjs");
      worse.timer(); await wait(20);
      undo();
      console.log("undone");
      worse.timer();
      await goOn();
    `);
    expect(ended).toMatchObject({ code: 1, stdout: ["undone"] });
    expect(ended?.stderr).toContain("worse/index.mjs:4");
  });
});
