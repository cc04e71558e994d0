import { join } from "node:path";
import { expect, it } from "vitest";
import { folderWith } from "../test/folder.js";
import { readPointer } from "./config/pointer.js";
import { readControlPlane } from "./control-plane.js";
import { mergedConfigSchema } from "./merged-schema.js";

/** The control plane over plugins, each in a folder of its own, in this order. */
function read(...manifests: readonly object[]) {
  const names = manifests.map((_, index) => `plugins/${index}`);
  const files = manifests.flatMap((manifest, index) => [
    [`${names[index]}/mortise.plugin.json`, manifest],
    [`${names[index]}/package.json`, { type: "module", mortise: { entry: "./index.js" } }],
    [`${names[index]}/index.js`, "export default { register() {} };"],
  ]);
  const cwd = folderWith(Object.fromEntries(files) as Record<string, unknown>);
  const at = (name: string) => join(cwd, name);
  const folders = { cache: at("cache"), state: at("state"), workspacePlugins: at("none"), globalPlugins: at("none") };
  return readControlPlane({ config: { plugins: { load: { paths: names } } }, cwd, folders });
}

const text = { type: "string" };
const takes = (key: string) => ({ type: "object", properties: { [key]: text } });

it("is the same whatever order plugins are found in, those that are off and those with signs in their id included [CFG-7]", async () => {
  const one = { id: "one/two.three", configSchema: takes("one") };
  const two = { id: "two", engines: { mortise: "^99" }, configSchema: takes("two") };
  const schema = await mergedConfigSchema(await read(one, two));
  expect(JSON.stringify(schema)).toBe(JSON.stringify(await mergedConfigSchema(await read(two, one))));
  const entries = readPointer(schema, "/properties/plugins/properties/entries/properties");
  expect(Object.keys(entries as object)).toEqual(["one/two.three", "two"]);
  expect(readPointer(entries, "/two/properties/config")).toEqual({ $ref: "#/$defs/plugins.entries.two.config" });
});

it("describes of two plugins with one id the one that is used", async () => {
  const first = { id: "twice", configSchema: takes("first") };
  const second = { id: "twice", configSchema: takes("second") };
  const schema = await mergedConfigSchema(await read(first, second));
  const properties = readPointer(schema, "/$defs/plugins.entries.twice.config/properties");
  expect(Object.keys(properties as object)).toEqual(["first"]);
});

it("has the application's sections as they are written, and refuses any other", async () => {
  const sections = { shop: takes("name"), channels: { type: "object", maxProperties: 3 } };
  const schema = await mergedConfigSchema(await read(), { sections });
  expect(schema["additionalProperties"]).toBe(false);
  expect(readPointer(schema, "/$defs/sections.shop/properties/name")).toEqual(text);
  expect(readPointer(schema, "/properties/shop")).toEqual({ $ref: "#/$defs/sections.shop" });
  expect(readPointer(schema, "/properties/channels")).toMatchObject({ $ref: "#/$defs/sections.channels" });
});

it("leaves references that lead out of a plugin's schema as they are", async () => {
  const $ref = "https://json-schema.org/draft/2020-12/schema";
  const tree = { type: "object", properties: { any: { type: "object", $ref }, own: { type: "object", $ref: "#/" } } };
  const schema = await mergedConfigSchema(await read({ id: "outward", configSchema: tree }));
  const properties = readPointer(schema, "/$defs/plugins.entries.outward.config/properties");
  expect(readPointer(properties, "/any/$ref")).toBe($ref);
  expect(readPointer(properties, "/own/$ref")).toBe("#/$defs/plugins.entries.outward.config");
});
