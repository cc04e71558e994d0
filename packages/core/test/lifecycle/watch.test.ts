import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { speech } from "@mortise/sdk";
import { describe, expect, it, vi } from "vitest";
import type { WatchedChange } from "../../src/plugin-watch.js";
import { hostIn, pluginFiles, type WrittenPlugin } from "../host-with.js";
import { folderWith } from "../folder.js";

const labelled = (label: string) => `
  const label: string = ${JSON.stringify(label)};
  export default {
    id: "a",
    register(api: { registerSpeechProvider(value: object): void }) {
      api.registerSpeechProvider({ id: "v", label, synthesize: async () => ({}) });
    },
  };`;
const written = { provides: { speech: ["v"] }, entry: "index.ts", module: labelled("first") };

async function watching(plugins: Readonly<Record<string, WrittenPlugin>>, file?: string) {
  const folder = folderWith(pluginFiles(plugins));
  const paths = Object.keys(plugins);
  const config = { plugins: { load: { paths: paths.map((path) => join(folder, path)) } } };
  if (file !== undefined) writeFileSync(join(folder, file), JSON.stringify(config));
  const made = await hostIn(folder, file === undefined ? { paths } : { config: join(folder, file) });
  const heard: WatchedChange[] = [];
  await made.host.load(paths);
  await made.host.watch((change) => heard.push(change));
  const label = () => {
    const found = made.host.registry.get(speech, "v");
    return found?.status === "active" ? found.value.label : found?.status;
  };
  return { ...made, heard, label };
}

describe("watch [WATCH-1]", () => {
  it("takes over an edit of TypeScript, and of nothing else", async () => {
    const { host, folder, heard, label } = await watching({ a: written, b: {} });
    const b = host.registry.instances.get("b");
    writeFileSync(join(folder, "a", "index.ts"), labelled("second"));
    await vi.waitFor(() => expect(label()).toBe("second"), 5000);
    expect(heard).toMatchObject([{ reloaded: ["a"], failed: [], files: [join(folder, "a", "index.ts")] }]);
    expect(host.registry.instances.get("b")).toBe(b);
  });

  it("shows a syntax error and leaves the old running, until it is mended [WATCH-2]", async () => {
    const { folder, heard, label } = await watching({ a: written });
    writeFileSync(join(folder, "a", "index.ts"), "export default {");
    await vi.waitFor(() => expect(heard).toHaveLength(1), 5000);
    expect(heard[0]?.failed).toMatchObject([{ plugin: "a", diagnostics: [{ code: "CHANGE_NOT_TAKEN" }, { line: 1 }] }]);
    expect(label()).toBe("first");
    writeFileSync(join(folder, "a", "index.ts"), labelled("mended"));
    await vi.waitFor(() => expect(label()).toBe("mended"), 5000);
  });

  it("takes over the config file, and plugins that come and go", async () => {
    const { host, folder, label } = await watching({ a: written, c: {} }, "mortise.json");
    const both = { plugins: { load: { paths: [join(folder, "c")] } } };
    writeFileSync(join(folder, "mortise.json"), JSON.stringify(both));
    await vi.waitFor(() => expect(label()).toBeUndefined(), 5000);
    expect([...host.registry.instances.keys()]).toEqual(["c"]);
    rmSync(join(folder, "c"), { recursive: true });
    await vi.waitFor(() => expect([...host.registry.instances.keys()]).toEqual([]), 5000);
  });

  it("finds a plugin that is new in a folder of plugins", async () => {
    const folder = folderWith({ ...pluginFiles({ "many/a": {} }) });
    mkdirSync(join(folder, "many"), { recursive: true });
    const { host } = await hostIn(folder, { paths: ["many"] });
    await host.watch();
    const other = pluginFiles({ "many/late": { manifest: { id: "late" } } });
    mkdirSync(join(folder, "many", "late"));
    for (const [name, content] of Object.entries(other)) {
      writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
    }
    await vi.waitFor(() => expect(host.controlPlane.order.map(({ id }) => id)).toContain("late"), 5000);
  });
});
