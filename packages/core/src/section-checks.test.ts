import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bundleScript, sourceFile } from "../test/child.js";
import { folderWith } from "../test/folder.js";
import { readControlPlane } from "./control-plane.js";
import { checkSections } from "./section-checks.js";

const sections = {
  web: {
    schema: { type: "object", properties: { port: { type: "number" } } },
    consequence: "Nobody listens.",
  },
};

const readIn = (folder: string, web: object) =>
  readControlPlane({
    cwd: folder,
    config: { web },
    sections: ["web"],
    folders: { cache: join(folder, "cache"), state: join(folder, "state"), globalPlugins: join(folder, "global") },
  });

describe("the application's sections [VAL-3]", () => {
  it("are held against their schemas once, then remembered: the referee is not even imported", async () => {
    const folder = folderWith();
    const script = `
      import Module from "node:module";
      import { readControlPlane } from ${JSON.stringify(sourceFile("control-plane.ts"))};
      import { checkSections } from ${JSON.stringify(sourceFile("section-checks.ts"))};
      const [, , folder, port] = process.argv;
      const folders = { cache: folder + "/cache", state: folder + "/state", globalPlugins: folder + "/global" };
      const controlPlane = await readControlPlane({ cwd: folder, config: { web: { port: JSON.parse(port) } }, sections: ["web"], folders });
      const found = await checkSections(controlPlane, ${JSON.stringify(sections)});
      const loaded = Object.keys((Module as unknown as { _cache: object })._cache).join();
      console.log(JSON.stringify([found.map(({ code }) => code), loaded.includes("/ajv/")]));`;
    const run = await bundleScript(script);
    const ask = async (port: string): Promise<unknown> => JSON.parse(await run(folder, port));
    expect(await ask("1")).toEqual([[], true]);
    expect(await ask("1")).toEqual([[], false]);
    expect(await ask('"one"')).toEqual([["CONFIG_INVALID_VALUE"], true]);
    expect(await ask('"one"')).toEqual([["CONFIG_INVALID_VALUE"], false]);
  });

  it("say that it cannot be remembered, after what does not hold", async () => {
    const folder = folderWith({ cache: "taken" });
    const found = await checkSections(await readIn(folder, { port: "one" }), sections);
    expect(found.map(({ code }) => code)).toEqual(["CONFIG_INVALID_VALUE", "CONFIG_CACHE_UNWRITABLE"]);
  });
});
