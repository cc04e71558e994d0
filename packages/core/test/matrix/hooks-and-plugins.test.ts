import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith } from "../folder.js";
import { hostIn, hostWith, pluginFiles } from "../host-with.js";
import { livePlugins } from "../../src/reporting/live.js";
import { reportPlugins } from "../../src/reporting/plugin-report.js";

const listening = { provides: { hooks: ["llm_input"] }, register: 'api.on("llm_input", () => {});' };

describe("a hook [OWN-9]", () => {
  it("is nobody's: the handlers of all run, in plugin order, and nothing is said", async () => {
    const { host, codes } = await hostWith({ a: listening, b: listening });
    for (const id of ["b", "a"]) await host.load([id]);
    expect(host.registry.handlers("llm_input").map(({ plugin }) => plugin)).toEqual(["a", "b"]);
    const shapes = reportPlugins(host.controlPlane, livePlugins(host)).map(({ shape }) => shape);
    expect(shapes).toEqual(Array.from({ length: 2 }, () => ({ value: "hook-only", basis: "registered" })));
    expect([codes("a"), codes("b")]).toEqual([[], []]);
  });

  it.each([
    ["that is not declared is refused", { provides: {} }, ["REGISTER_UNDECLARED"], true],
    ["with no function fails the plugin", { register: 'api.on("llm_input", 7);' }, ["REGISTER_MALFORMED"], false],
    [
      "that there is not fails the plugin",
      { register: 'api.on("llm_inptu", () => {});' },
      ["REGISTER_UNKNOWN_HOOK"],
      false,
    ],
  ])("%s", async (_what, change, expected, isLoaded) => {
    const { host, codes } = await hostWith({ a: { ...listening, ...change } });
    await host.load(["a"]);
    expect(codes("a")).toEqual(expected);
    expect([host.registry.instances.has("a"), host.registry.handlers("llm_input")]).toEqual([isLoaded, []]);
  });
});

describe("a plugin's id [OWN-2]", () => {
  it("in two places is that of the first place; the other is named, with what to do", async () => {
    const speaking = {
      provides: { speech: ["v"] },
      register: 'api.registerSpeechProvider({ id: "v", synthesize: async () => ({}) });',
    };
    const written = pluginFiles({ twin: speaking });
    const files = Object.entries(written);
    const folder = folderWith({
      ...Object.fromEntries(files.map(([path, content]) => [join("one", path), content])),
      ...Object.fromEntries(files.map(([path, content]) => [join(".global", path), content])),
    });
    const { host } = await hostIn(folder, { paths: ["one/twin"] });
    await host.load(["twin"]);
    expect(host.controlPlane.order.map(({ root }) => root)).toEqual([join(folder, "one", "twin")]);
    const said = host.diagnostics.all.find(({ code }) => code === "PLUGIN_SHADOWED");
    expect(said?.message).toContain(`The plugin "twin" at ${join(folder, ".global", "twin")} is not used`);
    expect(said?.help).not.toBe("");
  });
});
