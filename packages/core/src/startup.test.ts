import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith } from "../test/folder.js";
import { pluginFiles, type WrittenPlugin } from "../test/host-with.js";
import { readControlPlane } from "./control-plane.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { openQuarantine } from "./policy/quarantine.js";
import { assertRequired, isToBeQuarantined, requiredPlugins, startupReport } from "./startup.js";

type Plugins = Readonly<Record<string, WrittenPlugin>>;

/** What is known of plugins that were written, and how to read it again. */
async function read(plugins: Plugins, entries: object = {}, settings: object = {}) {
  const folder = folderWith(pluginFiles(plugins));
  const again = () =>
    readControlPlane({
      config: { plugins: { load: { paths: Object.keys(plugins).map((id) => `./${id}`) }, entries, ...settings } },
      cwd: folder,
      folders: { state: join(folder, "state"), cache: join(folder, "cache"), globalPlugins: join(folder, "none") },
    });
  return { folder, controlPlane: await again(), again, quarantine: openQuarantine(join(folder, "state")) };
}

const threw = (message = "register threw: no."): readonly Diagnostic[] => [
  { code: "REGISTER_THREW", level: "error", message, help: "" },
];
const timing = { importMs: 3, registerMs: 1, onLoadMs: 2 };
const running = (...ids: readonly string[]) => ({ instances: new Map(ids.map((id) => [id, { timing }] as const)) });
const failing = (...ids: readonly string[]) => new Map(ids.map((id) => [id, threw()] as const));
const codeOf = (work: () => unknown) => {
  try {
    work();
    return "nothing";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("the report of a start [START-3]", () => {
  it("says of each plugin how it stands, how long it took, and why it does not run", async () => {
    const plugins = { a: {}, b: {}, c: {}, d: {}, off: {} };
    const entries = { D: { onFailure: "quarantine" }, off: { enabled: false } };
    const { controlPlane } = await read(plugins, entries);
    const report = startupReport(controlPlane, running("a"), failing("b", "d"), 12);
    expect(report).toEqual({
      durationMs: 12,
      plugins: [
        { plugin: "a", status: "loaded", ...timing },
        { plugin: "b", status: "failed", reason: "register threw: no." },
        { plugin: "c", status: "waiting" },
        { plugin: "d", status: "quarantined", reason: "register threw: no." },
      ],
      loaded: ["a"],
      failed: ["b", "d"].map((plugin) => ({ plugin, diagnostics: threw() })),
      waiting: ["c"],
    });
  });

  it("names what an earlier start put into quarantine, with the failure and how to release it", async () => {
    const { controlPlane, again, quarantine } = await read({ a: {}, b: {} }, { a: { onFailure: "quarantine" } });
    await quarantine.add(controlPlane.order[0]!, threw());
    const report = startupReport(await again(), running("b"), new Map(), 1);
    expect(report.plugins).toEqual([
      { plugin: "b", status: "loaded", ...timing },
      {
        plugin: "a",
        status: "quarantined",
        reason: expect.stringMatching(/^it failed to load .*: register threw: no\. \(mortise plugins release a tries/),
      },
    ]);
  });
});

describe("a plugin in quarantine [START-2, POL-10]", () => {
  const frail = { a: {}, user: { manifest: { requires: { a: "*" } } } };
  const entries = { A: { onFailure: "quarantine" } };

  it("is kept out by every later start, with who requires it, until it changes", async () => {
    const { folder, controlPlane, again, quarantine } = await read(frail, entries);
    await quarantine.add(controlPlane.order[0]!, threw());
    const { plugins, order, diagnostics } = await again();
    expect(plugins.map(({ decision }) => decision.reason)).toEqual(["quarantined", "requirement-missing"]);
    expect([order, diagnostics.map(({ code }) => code)]).toEqual([[], ["PLUGIN_QUARANTINED", "REQUIREMENT_MISSING"]]);
    writeFileSync(join(folder, "a", "index.mjs"), "export default { id: 'a', register() {} };");
    expect((await again()).order.map(({ id }) => id)).toEqual(["a", "user"]);
  });

  it("is tried when it is released, and when the operator no longer wants a quarantine", async () => {
    const { controlPlane, again, quarantine } = await read(frail, entries);
    await quarantine.add(controlPlane.order[0]!, threw());
    expect(quarantine.release("a")).toBe(true);
    expect((await again()).diagnostics).toEqual([]);
    const other = await read(frail);
    await other.quarantine.add(other.controlPlane.order[0]!, threw());
    expect((await other.again()).diagnostics).toEqual([]);
  });

  it("leaves its slot to the next that can fill it", async () => {
    const keeper = (id: string) => ({ provides: { memory: [id] } });
    const plugins = { first: keeper("first"), second: keeper("second") };
    const { controlPlane, again, quarantine } = await read(plugins, { first: { onFailure: "quarantine" } });
    expect(controlPlane.slots.get("memory")).toBe("first");
    await quarantine.add(controlPlane.order[0]!, threw());
    expect((await again()).slots.get("memory")).toBe("second");
  });

  it("got there by its own fault alone, where the operator says so", async () => {
    const { controlPlane } = await read({ a: {}, b: {} }, { A: { onFailure: "quarantine" } });
    const other: readonly Diagnostic[] = [{ code: "SECRET_ENV_UNSET", level: "error", message: "", help: "" }];
    expect([
      isToBeQuarantined(controlPlane, "a", threw()),
      isToBeQuarantined(controlPlane, "a", other),
      isToBeQuarantined(controlPlane, "b", threw()),
    ]).toEqual([true, false, false]);
  });
});

describe("what the operator requires [START-1]", () => {
  const entries = {
    a: { required: true },
    B: { requiredFor: ["startup", "hook:llm_input"] },
    c: { requiredFor: ["hook:llm_input", "channel:telegram", "nonsense"] },
  };

  it("is found by trigger", async () => {
    const { controlPlane } = await read({ a: {}, b: {}, c: {} }, entries);
    const triggers = ["startup", "hook:llm_input", "channel:Telegram", "nonsense", "hook:llm_output"];
    expect(triggers.map((trigger) => requiredPlugins(controlPlane, trigger).join())).toEqual([
      "a,B",
      "B,c",
      "c",
      "",
      "",
    ]);
    expect(requiredPlugins(controlPlane)).toEqual(["a", "B"]);
    expect(requiredPlugins(controlPlane, { kind: "hook", name: "llm_input" })).toEqual(["B", "c"]);
  });

  it("is refused for its trigger alone, where a plugin does not run", async () => {
    const { controlPlane } = await read({ a: {}, b: {}, c: {} }, entries);
    const assert = (trigger: string, ...ids: readonly string[]) =>
      codeOf(() => assertRequired(trigger, controlPlane, running(...ids), failing("c")));
    expect(assert("startup", "a", "b")).toBe("nothing");
    expect(assert("hook:llm_output")).toBe("nothing");
    expect(assert("startup", "a")).toBe(
      'The plugin "B" is not running: it was not loaded. The config requires it for startup. The host does not start. (PLUGIN_REQUIRED)',
    );
    expect(assert("hook:llm_input", "a", "b")).toBe(
      'The plugin "c" is not running: register threw: no. The config requires it for hook:llm_input. What needed it was refused. (PLUGIN_REQUIRED)',
    );
  });

  it.each([
    ["is off", { a: {} }, { a: { required: true, enabled: false } }, "plugins.entries turns it off"],
    ["was not found", { a: {} }, { nobody: { required: true } }, "it was not found"],
    ["has two places and neither runs", { a: {}, deny: {} }, { a: { required: true } }, "plugins.deny names it"],
  ])("and the reason is said where the plugin %s", async (_what, plugins, entries, reason) => {
    const { controlPlane } = await read(plugins, entries, "deny" in plugins ? { deny: ["a"] } : {});
    expect(codeOf(() => assertRequired("startup", controlPlane, running(), new Map()))).toContain(`: ${reason}. `);
  });

  it("is refused for a plugin in quarantine, which says so", async () => {
    const { controlPlane, again, quarantine } = await read(
      { a: {} },
      { a: { required: true, onFailure: "quarantine" } },
    );
    await quarantine.add(controlPlane.order[0]!, threw());
    const now = await again();
    expect(codeOf(() => assertRequired("startup", now, running(), new Map()))).toContain("mortise plugins release a");
  });

  it("is met by a plugin without code that is let through", async () => {
    const { controlPlane } = await read({ a: {} }, { a: { required: true } });
    const codeless = { ...controlPlane, order: controlPlane.order.map((one) => ({ ...one, isCodeless: true })) };
    expect(codeOf(() => assertRequired("startup", codeless, running(), new Map()))).toBe("nothing");
  });
});

describe("a plugin whose failure is to abort [START-2]", () => {
  const entries = { A: { onFailure: "abort" } };

  it("keeps the host from starting when it was tried and failed, though nobody requires it", async () => {
    const { controlPlane } = await read({ a: {}, b: {} }, entries);
    expect(codeOf(() => assertRequired("startup", controlPlane, running("b"), failing("a", "b")))).toBe(
      'The plugin "a" is not running: register threw: no. Its onFailure is "abort". The host does not start. (PLUGIN_REQUIRED)',
    );
    expect(codeOf(() => assertRequired("startup", controlPlane, running(), failing("b")))).toBe("nothing");
    expect(codeOf(() => assertRequired("startup", controlPlane, running(), new Map()))).toBe("nothing");
  });

  it("refuses later triggers that were to load it, and no others", async () => {
    const { controlPlane } = await read({ a: {}, b: {} }, entries);
    const later = (tried: readonly string[]) =>
      codeOf(() => assertRequired("hook:llm_input", controlPlane, running(), failing("a"), tried));
    expect(later(["a"])).toContain('Its onFailure is "abort". What needed it was refused.');
    expect(later(["b"])).toBe("nothing");
  });
});
