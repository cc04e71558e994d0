import { once } from "node:events";
import { createServer } from "node:http";
import { rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { actor } from "../test/chat-plugin.js";
import { addressOf, buildGateway, saying, startProcess } from "../test/gateway-process.js";
import { writePlugins } from "../test/running-gateway.js";

let folder: string;
beforeAll(() => {
  folder = writePlugins({
    actor,
    broken: { provides: { services: ["broken"] }, module: 'throw new Error("not today");' },
    clinging: {
      provides: { hooks: ["gateway_stop"] },
      register: 'api.on("gateway_stop", () => new Promise(() => {}));',
    },
    stray: {
      provides: { services: ["stray"] },
      register: 'setTimeout(() => { throw new Error("nobody caught me"); }, 1);',
    },
  });
  buildGateway();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function writeConfig(name: string, plugins: readonly string[], more: object = {}): string {
  const file = join(folder, `${name}.jsonc`);
  const paths = plugins.map((plugin) => `./plugins/${plugin}`);
  writeFileSync(file, JSON.stringify({ plugins: { load: { paths }, ...more } }));
  return file;
}

const run = (...args: readonly string[]) => startProcess(folder, args);

describe("the executable [GATE-5]", () => {
  it("says what runs, answers, survives a stray error, and stops in order on SIGTERM", async () => {
    const running = run("--config", writeConfig("all", ["actor", "broken", "stray"]), "--port", "0");
    const url = await addressOf(running);
    expect(running.out()).toMatch(/^ {2}actor +plain-capability \(declared\) +waits {2}text-inference$/m);
    expect(running.out()).toMatch(/^ {2}broken +non-capability \(declared\) +- {2}failed: .*not today/m);
    expect(running.out()).toContain(`curl ${url}/v1/chat/completions`);
    expect(running.out() + running.err()).not.toContain("\u001B");
    // What it writes to two pipes may be read in either order.
    await vi.waitFor(() => expect(running.err()).toContain("(LOAD_FAILED)"));
    const body = JSON.stringify({ model: "actor/actor-1", messages: [{ role: "user", content: "hi" }] });
    expect(await (await fetch(`${url}/v1/chat/completions`, { method: "POST", body })).text()).toContain(
      "Hello, whole.",
    );
    running.child.kill("SIGTERM");
    expect(await running.ended).toBe(0);
    expect(running.out()).toContain("Stopping");
    expect(running.err()).toContain("nobody caught me");
  });

  it("stops at once on a second signal", async () => {
    const running = run("--config", writeConfig("clinging", ["clinging"]), "--port", "0");
    await addressOf(running);
    running.child.kill("SIGINT");
    await saying(running, /Stopping/);
    running.child.kill("SIGINT");
    expect(await running.ended).toBe(130);
  });
});

describe("what it cannot do ends it with a reason:", () => {
  it("a port that is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const running = run("--config", writeConfig("none", []), "--port", String(port));
    expect(await running.ended).toBe(1);
    expect(running.err()).toContain(`Port ${port} on 127.0.0.1 is taken`);
    expect(running.err()).toContain(`--port ${port + 1}`);
    server.close();
  });

  it("a config file that is not there", async () => {
    const running = run("--config", join(folder, "nothing.jsonc"));
    expect(await running.ended).toBe(1);
    expect(running.err()).toContain(`There is no config file at ${join(folder, "nothing.jsonc")}.`);
  });

  it("a required plugin that does not run", async () => {
    const config = writeConfig("required", ["broken"], { entries: { broken: { required: true } } });
    const running = run("--config", config, "--port", "0");
    expect(await running.ended).toBe(1);
    expect(running.err()).toContain("not today");
    expect(running.err()).toContain("(PLUGIN_REQUIRED)");
  });

  it("a command line that it does not understand", async () => {
    const running = run("--prot", "1");
    expect(await running.ended).toBe(2);
    expect(running.err()).toContain("Usage: mortise-gateway");
  });
});
