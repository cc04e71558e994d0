// Alone in its process: what others left running would be taken for its own.
// Files that are half-written when they are read: cut off at every so many characters, at first load and at reload.
import { describe, expect, it } from "vitest";
import { FaultyHost, moduleOf, moments, type Moment, expectNothingLeft, expectWell } from "./faulty-host.js";

const helper = "export const answer = [\n  'mended',\n].join();\n";
const entry = moduleOf("api.registerTool(aTool(async () => ({ text: answer })));").replace(
  "\n",
  'import { answer } from "./helper.mjs";\n',
);
const manifest = JSON.stringify({
  id: "bad",
  configSchema: { type: "object" },
  provides: { tools: ["bad"], services: ["bad"] },
});

/** The beginnings of a text that are no whole of their own, some of them. */
function beginnings(text: string): readonly string[] {
  return [0.1, 0.3, 0.7, 0.97].map((part) => text.trimEnd().slice(0, Math.floor(text.trimEnd().length * part)));
}

const cases = Object.entries({ "helper.mjs": helper, "index.mjs": entry, "mortise.plugin.json": manifest }).flatMap(
  ([file, text]) => beginnings(text).map((cut) => [file, cut.length, cut, text] as const),
);

/** A plugin of which one file is cut off at that moment. */
async function cutOff(moment: Moment, file: string, cut: string): Promise<FaultyHost> {
  const whole = { "helper.mjs": helper, "package.json": '{ "mortise": { "entry": "./index.mjs" } }' };
  if (moment === "reload") {
    const faulty = await FaultyHost.at("reload", entry, { files: whole });
    expect(await faulty.askTool()).toBe("mended");
    faulty.write(file, cut);
    return faulty;
  }
  return FaultyHost.at("first load", file === "index.mjs" ? cut : entry, { files: { ...whole, [file]: cut } });
}

describe.each(moments)("at %s [CALL-9, WATCH-2]", (moment) => {
  it.each(cases)(
    "%s, cut off after %i characters, is named, and taken in once it is whole",
    async (file, _, cut, text) => {
      const faulty = await cutOff(moment, file, cut);
      const before = faulty.host.registry.instances.get("bad");
      if (moment === "reload") {
        const { failed, unloaded, reloaded } = await faulty.host.reload("bad");
        expect({ unloaded, reloaded, failed: failed.map(({ plugin }) => plugin) }).toEqual({
          unloaded: [],
          reloaded: [],
          failed: ["bad"],
        });
        expect(faulty.host.registry.instances.get("bad")).toBe(before);
      }
      expect(await faulty.askTool()).toBe(moment === "reload" ? "mended" : "nobody");
      const errors = faulty.host.diagnostics.all.filter(({ level }) => level === "error");
      // What is wrong with a file is seen where it is, or where another asks it for what is not there yet.
      const places = ["helper.mjs", "index.mjs", "mortise.plugin.json"].map((name) => faulty.path(name));
      expect(errors.map(({ path }) => path)).toEqual(expect.arrayContaining([expect.stringMatching(/bad/)]));
      expect(errors.some(({ path }) => path !== undefined && places.includes(path))).toBe(true);
      await expectWell(faulty);

      faulty.write(file, text);
      const { failed } = await faulty.host.reload("bad");
      expect(failed).toEqual([]);
      await faulty.host.load(["bad"]);
      expect(await faulty.askTool()).toBe("mended");
      expect(faulty.ledger.alive.size).toBe(1);
      await expectWell(faulty);
      await expectNothingLeft(faulty);
    },
  );
});
