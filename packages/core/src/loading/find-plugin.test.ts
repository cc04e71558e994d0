import { describe, expect, it } from "vitest";
import { findPlugin, type LoadedPlugin } from "./find-plugin.js";

const plugin = { id: "a", register: () => "registered" };
const found = (namespace: unknown) => findPlugin(namespace) as LoadedPlugin;

describe("findPlugin [SDK-9]", () => {
  it.each([
    ["the default export", { default: plugin }],
    ["CommonJS compiled from a module", { default: { __esModule: true, default: plugin } }],
    ["wrapped once more by a bundler", { default: { default: { default: plugin } } }],
    ["only module.exports", { "module.exports": plugin }],
  ])("finds %s", (_name, namespace) => {
    expect(found(namespace).id).toBe("a");
    expect(found(namespace).register({})).toBe("registered");
  });

  it("takes a bare function for register", () => {
    expect(found({ default: (api: unknown) => api }).register("the api")).toBe("the api");
    expect(found({ default: () => {} }).id).toBeUndefined();
  });

  it("calls register and onUnload on the plugin, so that they may use `this`", () => {
    class Counter {
      readonly id = "a";
      calls = 0;
      register() {
        return (this.calls += 1);
      }
      onUnload() {
        return (this.calls += 10);
      }
    }
    const { register, onUnload } = found({ default: new Counter() });
    expect([register({}), onUnload?.({})]).toEqual([1, 11]);
  });

  it.each([
    ["nothing", {}, ""],
    ["a default that is no plugin", { default: { id: "a" } }, ""],
    ["a plugin under another name", { plugin, helper: () => {} }, '; the export named "plugin" looks like one'],
    ["only functions under names", { helper: () => {} }, ""],
    ["text", { default: "plugin" }, ""],
    ["no object at all", undefined, ""],
  ])("says so when the module exports %s", (_name, namespace, named) => {
    expect(findPlugin(namespace)).toMatchObject({
      code: "LOAD_NO_PLUGIN",
      message: `The module has no default export that is a plugin${named}.`,
    });
  });
});
