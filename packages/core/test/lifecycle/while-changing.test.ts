import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hostWith } from "../host-with.js";

/** A global promise that plugins wait for. Gives what fulfils it, and `reached`: when somebody first waits for it. */
const gate = (name: string) => {
  let open = () => {};
  let reach = () => {};
  const passing = new Promise<void>((resolve) => (open = resolve));
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const get = () => {
    reach();
    return passing;
  };
  Object.defineProperty(globalThis, name, { get, configurable: true });
  return Object.assign(() => open(), { reached });
};
const tick = (ms = 50) => new Promise((resolve) => setTimeout(resolve, ms));
const schema = { type: "object", properties: { level: { type: "number" } } };
const aTool = (name: string) =>
  `api.registerTool({ name: "${name}", description: "", parameters: {}, execute: async () => ({ text: "x" }) });`;
/** Config that changes a and b both. */
const levels = (folder: string) => ({
  plugins: {
    load: { paths: [join(folder, "a"), join(folder, "b")] },
    entries: { a: { config: { level: 1 } }, b: { config: { level: 7 } } },
  },
});
const within = <Result>(promise: Promise<Result>) => Promise.race([promise, tick(3000).then(() => "hangs" as const)]);

describe("what is loaded on demand while a change is made [LIFE-9]", () => {
  it("one that is disabled meanwhile does not stay", async () => {
    const { host, folder, lines } = await hostWith({
      a: { members: "onLoad: () => globalThis.gA,", manifest: { configSchema: schema } },
      b: {
        provides: { tools: ["t"] },
        members: "onLoad: () => globalThis.gB,",
        register: `${aTool("t")} api.onDispose(() => api.logger.info("gone"));`,
      },
    });
    gate("gA")();
    await host.load(["a"]);
    const openA = gate("gA");
    const openB = gate("gB");
    const changing = host.updateConfig({
      plugins: {
        load: { paths: [join(folder, "a"), join(folder, "b")] },
        entries: { a: { config: { level: 1 } }, b: { enabled: false } },
      },
    });
    await openA.reached;
    const loading = host.load(["b"]);
    await openB.reached;
    openA();
    await changing;
    openB();
    await loading;
    expect([...host.registry.instances.keys()]).toEqual(["a"]);
    expect(lines).toEqual(["b: gone"]);
  });

  it("has the config of after the change", async () => {
    const { host, folder } = await hostWith({
      a: { members: "onLoad: () => globalThis.gA,", manifest: { configSchema: schema } },
      b: { manifest: { configSchema: schema } },
    });
    gate("gA")();
    await host.load(["a"]);
    const openA = gate("gA");
    const changing = host.updateConfig(levels(folder));
    await openA.reached;
    await host.load(["b"]);
    openA();
    await changing;
    expect(host.registry.instances.get("b")?.use.config).toEqual({ level: 7 });
  });

  it("has the config of after the change where it is done later than the change", async () => {
    const { host, folder } = await hostWith({
      a: { members: "onLoad: () => globalThis.gA,", manifest: { configSchema: schema } },
      b: { manifest: { configSchema: schema }, members: "onLoad: () => globalThis.gB," },
    });
    gate("gA")();
    await host.load(["a"]);
    const openA = gate("gA");
    const openB = gate("gB");
    const changing = host.updateConfig(levels(folder));
    await openA.reached;
    const loading = host.load(["b"]);
    await openB.reached;
    openA();
    await changing;
    openB();
    await loading;
    expect(host.registry.instances.get("b")?.use.config).toEqual({ level: 7 });
  });

  it("and that the change brings in too, is there once, and nothing of the other is left", async () => {
    const { host, folder, lines } = await hostWith({
      a: { members: "onLoad: () => globalThis.gA," },
      b: {
        module: `let n = 0; export default { id: "b", register(api) { const i = ++n; api.onDispose(() => api.logger.info("gone " + i)); }, onLoad: () => globalThis.gB };`,
      },
    });
    gate("gA")();
    await host.load(["a"]);
    const openA = gate("gA");
    gate("gB")();
    writeFileSync(
      join(folder, "a", "mortise.plugin.json"),
      JSON.stringify({ id: "a", configSchema: { type: "object" }, requires: { b: "*" } }),
    );
    const paths = [join(folder, "a"), join(folder, "b")];
    const changing = host.updateConfig({ plugins: { load: { paths }, entries: { b: { config: { level: 1 } } } } });
    await openA.reached;
    const openB = gate("gB");
    const loading = host.load(["b"]);
    await tick();
    openA();
    await changing;
    openB();
    await loading;
    await tick();
    expect(lines.length).toBe(1);
    await host.close();
    expect(lines.toSorted()).toEqual(["b: gone 1", "b: gone 2"]);
  });
});

it("a host that is closed while a change is made stops each service before its plugin is gone [LIFE-12]", async () => {
  const { host, lines } = await hostWith({
    a: {
      manifest: { activation: { onStartup: true } },
      provides: { services: ["s"] },
      module: `let n = 0; export default { id: "a", register(api) { const i = ++n; api.onDispose(() => api.logger.info("gone " + i));
        api.registerService({ id: "s", async start() { api.logger.info("+" + i); }, async stop() { api.logger.info("-" + i); } }); }, onLoad: () => globalThis.gA };`,
    },
  });
  gate("gA")();
  await host.start();
  const openA = gate("gA");
  const reloading = host.reload("a").catch(() => {});
  await openA.reached;
  const closing = host.close();
  await tick();
  openA();
  await closing;
  await reloading;
  const gone = (i: number) => lines.indexOf(`a: gone ${i}`);
  for (const i of [1, 2]) if (lines.includes(`a: +${i}`)) expect(lines.indexOf(`a: -${i}`)).toBeLessThan(gone(i));
  expect(lines.filter((l) => l.startsWith("a: +")).length).toBe(lines.filter((l) => l.startsWith("a: -")).length);
});

it("the delta of a change knows of what was loaded with it", async () => {
  const { host } = await hostWith(
    { a: { provides: { tools: ["t"] }, register: aTool("t"), manifest: { activation: { onStartup: true } } } },
    { settings: { entries: { a: { enabled: false } } } },
  );
  await host.start();
  const { delta } = await host.enable("a");
  expect(delta.added).toMatchObject([{ id: "t", status: "active" }]);
});

describe("whoever listens [LIFE-10]", () => {
  it("hears of changes in order, also of those that a listener brings about", async () => {
    const { host } = await hostWith({
      a: {
        provides: { tools: ["t"] },
        register: `globalThis.handle = api.registerTool({ name: "t", description: "", parameters: {}, execute: async () => ({ text: "x" }) });`,
      },
    });
    const seen: number[] = [];
    const last: string[] = [];
    host.onChange((delta) => {
      if (delta.changed.some((c) => c.status === "active"))
        (globalThis as never as { handle: { disable(): void } }).handle.disable();
    });
    host.onChange((delta) => {
      seen.push(delta.generation);
      last.push(...delta.changed.map(({ status }) => status));
    });
    await host.load(["a"]);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(last.at(-1)).toBe("disabled");
  });

  it("and what one throws, or rejects with, is told and is none of the others' affair", async () => {
    const { host } = await hostWith({
      a: {
        provides: { tools: ["t"] },
        register: `api.registerTool({ name: "t", description: "", parameters: {}, execute: async () => ({ text: "ok" }) });`,
      },
    });
    const heard: string[] = [];
    const failing: (() => unknown)[] = [
      () => {
        throw new Error("thrown");
      },
      () => Promise.reject(new Error("rejected")),
      () => Promise.reject(Object.create(null) as Error),
    ];
    for (const listener of failing) host.onChange(() => listener() as void);
    host.onChange(() => Promise.reject(new Error("of tools")) as unknown as void, "tool");
    host.onChange(({ changed }) => void heard.push(...changed.map(({ id }) => id)));
    await host.load(["a"]);
    await tick(0);
    expect(heard).toEqual(["t"]);
    const told = host.diagnostics.all.filter(({ code }) => code === "CHANGE_LISTENER_FAILED");
    expect(told.map(({ level, message }) => `${level} ${message.replace(/^.*: /, "")}`).slice(0, 2)).toEqual([
      "error thrown",
      "error rejected",
    ]);
    expect(told.length).toBe(4);
    expect((await host.reload("a")).reloaded).toEqual(["a"]);
    expect(heard).toEqual(["t", "t"]);
  });

  it("a listener may have changes made and the host closed", async () => {
    const { host } = await hostWith({
      a: {
        provides: { tools: ["t"] },
        register: `api.registerTool({ name: "t", description: "", parameters: {}, execute: async () => ({ text: "ok" }) });`,
      },
    });
    let inner: unknown;
    const undo = host.onChange(() => {
      undo();
      inner = host.reload("a");
    });
    await host.load(["a"]);
    expect(await within(inner as Promise<unknown>)).toMatchObject({ reloaded: ["a"] });
    let closing: unknown;
    host.onChange(() => (closing ??= host.close()));
    await within(host.reload("a").catch(() => undefined));
    expect(await within(closing as Promise<unknown>)).toBeUndefined();
  });
});
