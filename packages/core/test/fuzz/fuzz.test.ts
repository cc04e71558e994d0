import { rmSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { folderWith } from "../folder.js";
import { bundleFuzz } from "./bundle.js";
import { fuzz } from "./fuzz.js";
import { makeInput } from "./input.js";
import { Place } from "./place.js";
import { watchPrototypes } from "./pollution.js";

it("2,000 random configs, manifests and folders: none throws, hangs, pollutes, leaves its folder or tells a secret [REPO-5]", async () => {
  const { program, openclaw } = await bundleFuzz(folderWith());
  const report = await fuzz({ seed: 5, from: 0, to: 2_000, processes: 2, program: [program], openclaw });
  expect(report.findings).toEqual([]);
  expect(report.count).toBe(2_000);
  expect(report.whole).toBeGreaterThan(200);
  expect(report.schemas).toBeGreaterThan(15);
  expect(report.soundSchemas).toBeGreaterThan(5);
}, 120_000);

it("an input is made of its seed and index alone", () => {
  expect(makeInput(7, 1234)).toEqual(makeInput(7, 1234));
  expect(makeInput(7, 1235)).not.toEqual(makeInput(7, 1234));
  expect(makeInput(8, 1234)).not.toEqual(makeInput(7, 1234));
});

/** A program in the place of the real one, which says at once where it is. */
function standIn(body: string): readonly string[] {
  const folder = folderWith({
    "program.mjs": `
      import { writeFileSync } from "node:fs";
      const orders = JSON.parse(process.argv[2]);
      const seen = { count: 0, whole: 0, sound: [], unsound: [], findings: [], slowest: { index: 0, milliseconds: 0 } };
      for (let index = orders.from; index < orders.to; index += orders.step) {
        writeFileSync(orders.base + "/beat", String(index));
        ${body}
        seen.count += 1;
      }
      process.send({ ...seen, next: orders.to });
      process.disconnect();
    `,
  });
  return [`${folder}/program.mjs`];
}

it.each([
  ["stays at an input", "if (index === 3) for (;;);", "it did not end within 300 ms"],
  ["dies of an input", "if (index === 3) process.kill(process.pid, 'SIGKILL');", "the process died (SIGKILL)"],
])("a process that %s names it, and the next goes on behind", async (_, body, what) => {
  const report = await fuzz({
    seed: 1,
    from: 0,
    to: 6,
    processes: 1,
    program: standIn(body),
    openclaw: "",
    patience: 300,
  });
  expect(report.findings).toEqual([{ index: 3, kind: "unknown", what }]);
  expect(report.count).toBe(6);
});

it("a fault of the program itself is no finding", async () => {
  const run = fuzz({ seed: 1, from: 0, to: 6, processes: 1, program: standIn("process.exit(70);"), openclaw: "" });
  await expect(run).rejects.toThrow("its own fault");
});

it("a member that all objects inherit is seen, and one that was replaced", () => {
  const watch = watchPrototypes();
  const original = Object.getOwnPropertyDescriptor(Array.prototype, "at") as PropertyDescriptor;
  Reflect.defineProperty(Object.prototype, "polluted", { value: 1, configurable: true });
  expect(watch.counted()).toEqual(["Object.prototype"]);
  Reflect.defineProperty(Array.prototype, "at", { ...original, value: () => 1 });
  expect(watch.changed()).toEqual(["Object.prototype.polluted", "Array.prototype.at"]);
  Reflect.deleteProperty(Object.prototype, "polluted");
  Reflect.defineProperty(Array.prototype, "at", original);
  expect([...watch.counted(), ...watch.changed()]).toEqual([]);
});

it("a file that appears, one that vanishes, and one outside that changes are seen", () => {
  const base = folderWith();
  const place = new Place(base);
  place.write({ ...makeInput(1, 1), things: [["plugins/p0/index.js", { bytes: Buffer.from("") }]] });
  rmSync(`${place.folder}/plugins/p0/index.js`);
  writeFileSync(`${place.folder}/stray`, "");
  expect(place.clear()).toEqual(["stray", "plugins/p0/index.js"]);
  expect(place.changedAround()).toEqual([]);
  writeFileSync(`${base}/home/.trace`, "");
  expect(place.changedAround()).toHaveLength(1);
});
