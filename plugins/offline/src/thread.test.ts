import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { EngineThread } from "./thread.js";

type Answer = { readonly vectors: readonly (readonly number[])[]; readonly tokens: number };

const signal = new AbortController().signal;
const thread = new EngineThread<unknown, Answer>(new URL("../worker/embed.mjs", import.meta.url));
afterAll(() => thread.close());

describe("EngineThread [VEND-5]", () => {
  it("answers several requests at once, each with its own answer", async () => {
    const [one, two] = await Promise.all([
      thread.ask({ inputs: ["one"] }, signal),
      thread.ask({ inputs: ["two", "three"] }, signal),
    ]);
    expect(one.vectors).toHaveLength(1);
    expect(two.vectors).toHaveLength(2);
  });

  it("starts anew after an engine failed, and the caller that it failed is told", async () => {
    const failing = thread.ask({ inputs: [42] }, signal);
    const next = thread.ask({ inputs: ["still here"] }, signal);

    await expect(failing).rejects.toMatchObject({ code: "unavailable" });
    expect((await next).vectors).toHaveLength(1);
  });

  it("ends the work of a caller that went away, and that of one whose deadline passed", async () => {
    const caller = new AbortController();
    const endless = thread.ask(
      { inputs: Array.from({ length: 20_000 }, () => "many words ".repeat(20)) },
      caller.signal,
    );
    const next = thread.ask({ inputs: ["next"] }, signal);
    caller.abort();
    await expect(endless).rejects.toMatchObject({ code: "aborted" });
    expect((await next).vectors).toHaveLength(1);

    const late = AbortSignal.abort(new DOMException("late", "TimeoutError"));
    await expect(thread.ask({ inputs: ["late"] }, late)).rejects.toMatchObject({ code: "timeout" });
  });

  it("keeps the libraries' listeners for uncaught errors out of this process", async () => {
    await thread.ask({ inputs: ["loaded"] }, signal);
    const listening = [...process.listeners("uncaughtException"), ...process.listeners("unhandledRejection")];
    expect(listening.map(String).filter((code) => code.includes("ExitStatus"))).toEqual([]);
  });

  it("refuses requests once it is closed, those that wait included", async () => {
    const closing = new EngineThread<unknown, Answer>(new URL("../worker/embed.mjs", import.meta.url));
    const running = closing.ask({ inputs: ["one"] }, signal);
    const waiting = closing.ask({ inputs: ["two"] }, signal);
    running.catch(() => undefined);
    waiting.catch(() => undefined);
    await new Promise(setImmediate);
    await closing.close();

    await expect(running).rejects.toMatchObject({ code: "unavailable" });
    await expect(waiting).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("unloaded") });
  });
});

describe("an idle thread", () => {
  it("lets the process end", () => {
    const folder = mkdtempSync(join(tmpdir(), "mortise-offline-"));
    const script = join(folder, "ask-once.mts");
    const address = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
    writeFileSync(
      script,
      `import { EngineThread } from ${address("./thread.ts")};
       const thread = new EngineThread(new URL(${address("../worker/embed.mjs")}));
       const { vectors } = await thread.ask({ inputs: ["hi"] }, new AbortController().signal);
       console.log(vectors.length);`,
    );
    const loader = fileURLToPath(new URL("../../../node_modules/jiti/lib/jiti-cli.mjs", import.meta.url));
    const env = { ...process.env, NODE_OPTIONS: "--conditions=@mortise/source" };
    // Kills, and throws for, a process that is still there when the test's own time is up.
    expect(execFileSync(process.execPath, [loader, script], { env, encoding: "utf8", timeout: 25_000 })).toBe("1\n");
    rmSync(folder, { recursive: true });
  });
});

describe("the threads' files", () => {
  const folder = mkdtempSync(join(tmpdir(), "mortise-offline-"));
  const alarm = join(folder, "alarm.cjs");
  const current = join(folder, "current");
  mkdirSync(current);
  // Reports each connection that the process or one of its threads opens, and refuses it.
  writeFileSync(
    alarm,
    `require("node:net").Socket.prototype.connect = () => {
      require("node:fs").writeSync(1, "network!\\n");
      throw new Error("no network");
    };`,
  );
  const run = (script: string) =>
    execFileSync(process.execPath, ["--require", alarm, "-e", script], { cwd: current, encoding: "utf8" });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("work without a network, from any folder, and write nothing there", () => {
    const printed = run(askBothThreads());
    expect(printed.trim().split("\n").toSorted()).toEqual(["embed 512", "ocr Mortise joins plugins"]);
    expect(readdirSync(current)).toEqual([]);
  });

  it("would be caught by that test if they did use the network", () => {
    const fetching = "fetch('http://127.0.0.1:65534').catch(() => undefined)";
    expect(run(`new (require("node:worker_threads").Worker)("${fetching}", { eval: true })`)).toBe("network!\n");
  });
});

function askBothThreads(): string {
  const image = readFileSync(new URL("./ocr/fixtures/two-lines.png", import.meta.url)).toString("base64");
  const file = (name: string) => JSON.stringify(new URL(`../worker/${name}.mjs`, import.meta.url).href);
  return `
    const { Worker } = require("node:worker_threads");
    function ask(file, request, print) {
      const worker = new Worker(new URL(file));
      worker.once("message", ({ value }) => { console.log(print(value)); worker.terminate(); });
      worker.postMessage(request);
    }
    ask(${file("ocr")}, { image: Buffer.from("${image}", "base64") }, ({ text }) => "ocr " + text.split("\\n")[0]);
    ask(${file("embed")}, { inputs: ["hi"] }, ({ vectors }) => "embed " + vectors[0].length);
  `;
}
