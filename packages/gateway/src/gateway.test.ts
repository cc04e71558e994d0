import { createServer } from "node:http";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { actor } from "../test/chat-plugin.js";
import { heard, rawRequest, startGateway, takeHeard, type TestPlugin } from "../test/running-gateway.js";
import { createGateway } from "./gateway.js";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "mortise-gateway-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => void takeHeard());

const nowhere = { bundled: [], workspace: [], global: [] };
const hi = { model: "actor/actor-1", messages: [{ role: "user" as const, content: "hi" }] };

describe("plugins that do not run [GATE-5]", () => {
  it("a module that throws on import: the gateway starts without it and says why", async () => {
    const trace = join(folder, "evaluated");
    const broken: TestPlugin = {
      provides: { services: ["broken"] },
      module: `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(trace)}, "");\nthrow new Error("not today");`,
    };
    await using running = await startGateway({ plugins: { broken, actor } });
    expect(existsSync(trace)).toBe(true);
    expect((await running.client.chat.completions.create(hi)).choices[0]?.message.content).toBe("Hello, whole.");
    const { plugins } = JSON.parse((await rawRequest(running.port, "/plugins")).text) as { plugins: object[] };
    expect(plugins).toContainEqual(
      expect.objectContaining({
        id: "broken",
        status: "failed",
        diagnostics: [expect.objectContaining({ code: "LOAD_FAILED", message: expect.stringContaining("not today") })],
      }),
    );
  });

  it("one that is required: there is no gateway, and the error says why", async () => {
    const broken: TestPlugin = { provides: { services: ["broken"] }, register: 'throw new Error("not today");' };
    const settings = { entries: { broken: { required: true } } };
    await expect(startGateway({ plugins: { broken }, settings })).rejects.toMatchObject({
      code: "PLUGIN_REQUIRED",
      message: expect.stringContaining("not today"),
    });
  });
});

describe("the config file", () => {
  it("that is missing, or no JSON, is no base for a gateway", async () => {
    const file = join(folder, "mortise.jsonc");
    await expect(createGateway({ config: file, roots: nowhere })).rejects.toMatchObject({ code: "CONFIG_NOT_FOUND" });
    writeFileSync(file, '{ "plugins": ');
    await expect(createGateway({ config: file, roots: nowhere })).rejects.toMatchObject({ code: "CONFIG_SYNTAX" });
  });

  it("may have faults in its gateway section: they are said, and the rest counts", async () => {
    await using running = await startGateway({ section: { bodyLimitByte: 5000, defaultModel: "nobody/nothing" } });
    expect(running.gateway.host.diagnostics.all.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      "GATEWAY_CONFIG_UNKNOWN_KEY /gateway/bodyLimitByte",
      "GATEWAY_DEFAULT_MODEL_UNKNOWN /gateway/defaultModel",
    ]);
  });
});

describe("listening", () => {
  it("a port that is taken is said, with the way to choose another", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await using gateway = await createGateway({ config: false, port, roots: nowhere });
    await expect(gateway.listen()).rejects.toMatchObject({
      code: "GATEWAY_PORT_TAKEN",
      diagnostic: {
        message: `Port ${port} on 127.0.0.1 is taken by another program.`,
        help: expect.stringContaining("--port"),
      },
    });
    server.close();
  });

  it("an address that this machine does not have is said", async () => {
    await using gateway = await createGateway({ config: false, host: "192.0.2.1", port: 0, roots: nowhere });
    await expect(gateway.listen()).rejects.toMatchObject({ code: "GATEWAY_LISTEN_FAILED" });
    expect(gateway.host.diagnostics.all).toContainEqual(expect.objectContaining({ code: "GATEWAY_NOT_LOOPBACK" }));
  });

  it("happens once, however often it is asked for", async () => {
    await using gateway = await createGateway({ config: false, port: 0, roots: nowhere });
    const [one, other] = await Promise.all([gateway.listen(), gateway.listen()]);
    expect(one).toBe(other);
  });
});

describe("start and stop [GATE-5]", () => {
  const names = ["gateway_start", "gateway_stop"];
  const watcher: TestPlugin = {
    provides: { hooks: names },
    register: `
      api.on("gateway_start", ({ url }) => { heard.push("start " + url); });
      api.on("gateway_stop", async () => { heard.push("stop, answers " + (await fetch(heard[0].slice(6) + "/healthz")).status); });
      api.onDispose(() => { heard.push("unloaded"); });`,
  };

  it("are told to plugins: when it answers, and while it still does", async () => {
    const running = await startGateway({ plugins: { watcher } });
    await running[Symbol.asyncDispose]();
    expect(takeHeard()).toEqual([`start ${running.url}`, "stop, answers 200", "unloaded"]);
    await expect(fetch(`${running.url}/healthz`)).rejects.toThrow("fetch failed");
  });

  it("ends a stream that would go on for ever", async () => {
    const running = await startGateway({ plugins: { actor } });
    const endless = { ...hi, messages: [{ role: "user" as const, content: "endless" }], stream: true as const };
    const stream = await running.client.chat.completions.create(endless);
    const reading = (async () => {
      for await (const chunk of stream) if (chunk.choices.length > 1) return;
    })();
    const outcome = reading.catch((error: unknown) => error);
    await running[Symbol.asyncDispose]();
    expect(await outcome).toBeInstanceOf(Error);
    expect(heard()).toEqual(["stream aborted"]);
  });

  it("closes what is just being opened, and opens nothing that is closed", async () => {
    const gateway = await createGateway({ config: false, port: 0, roots: nowhere });
    const opening = gateway.listen();
    await gateway.close();
    const { url } = await opening;
    await expect(fetch(`${url}/healthz`)).rejects.toThrow("fetch failed");
    const other = await createGateway({ config: false, port: 0, roots: nowhere });
    await other.close();
    await expect(other.listen()).rejects.toThrow("The gateway is closed.");
  });

  it("is finished once, however often it is asked for", async () => {
    const running = await startGateway({ plugins: { watcher } });
    await Promise.all([running.gateway.close(), running.gateway.close()]);
    await running[Symbol.asyncDispose]();
    expect(takeHeard().filter((word) => word === "unloaded")).toHaveLength(1);
  });
});
