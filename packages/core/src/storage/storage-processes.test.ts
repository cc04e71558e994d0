// Storage among processes: what each is promised of the others, and of those that are killed.
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { runScript, sourceFile, startScript } from "../../test/child.js";
import { folderWith } from "../../test/folder.js";
import { createPluginStorage } from "./storage.js";

const open = (folder: string, patienceMs = 30_000) =>
  createPluginStorage({ folder, plugin: "p", signal: new AbortController().signal, report: () => {}, patienceMs });

const opened = `
  import { createPluginStorage } from ${JSON.stringify(sourceFile("storage/storage.ts"))};
  const { signal } = new AbortController();
  const storage = createPluginStorage({ folder: process.argv[2], plugin: "p", signal, report() {} });
`;

describe("two processes [STORE-2]", () => {
  it("that count in one key lose nothing", async () => {
    const folder = folderWith();
    const count = `${opened}
      for (let round = 0; round < 200; round += 1) await storage.update("n", (n) => (n ?? 0) + 1);`;
    await Promise.all([runScript(count, folder), runScript(count, folder)]);
    expect(await open(folder).get("n")).toBe(400);
  });

  it("that make, change and remove one key, and so its lock, lose nothing", async () => {
    const folder = folderWith();
    // Each takes what it finds, and puts one more where nothing is: what was put is taken or still there.
    const swap = `${opened}
      let [put, taken] = [0, 0];
      for (let round = 0; round < 150; round += 1) {
        await storage.update("k", (found) => {
          if (found === undefined) return ((put += 1), "x");
          taken += 1;
        });
      }
      console.log(put - taken);`;
    const over = await Promise.all([1, 2, 3].map(() => runScript(swap, folder)));
    const left = await open(folder).keys();
    expect(over.map(Number).reduce((sum, each) => sum + each)).toBe(left.length);
  });
});

describe("a process that is killed", () => {
  it("while it writes leaves a whole value, as every reader had seen, and holds up no writer", async () => {
    const folder = folderWith();
    const write = `${opened}
      for (let round = 1; ; round += 1) {
        await storage.set("k", { round, filling: "x".repeat(500_000 + round) });
        process.stdout.write(round + "\\n");
      }`;
    const reader = open(folder);
    const readRound = async () => {
      const { round, filling } = (await reader.get("k")) as { round: number; filling: string };
      expect(filling).toHaveLength(500_000 + round);
      return round;
    };
    for (const rounds of [1, 4, 9, 15]) {
      const child = startScript(write, folder);
      const heard = { rounds: 0 };
      child.stdout.on("data", (chunk) => (heard.rounds = Number(String(chunk).trim().split("\n").at(-1))));
      await once(child.stdout, "data");
      while (heard.rounds < rounds) expect(await readRound()).toBeGreaterThan(0);
      child.kill("SIGKILL");
      await once(child, "exit");
      expect(await readRound()).toBeGreaterThanOrEqual(heard.rounds);
      await reader.delete("k");
    }
    expect(await reader.keys()).toEqual([]);
  });

  it("while it holds a key gives it up, and had kept others out until then", async () => {
    const folder = folderWith();
    const hold = `${opened}
      await storage.set("k", 1);
      await storage.update("k", () => new Promise(() => {
        process.stdout.write("held\\n");
        setInterval(() => {}, 1000);
      }));`;
    const child = startScript(hold, folder);
    await once(child.stdout, "data");
    const impatient = open(folder, 40);
    await expect(impatient.update("k", () => 2)).rejects.toMatchObject({ code: "STORAGE_BUSY" });
    expect(await impatient.get("k")).toBe(1);
    const next = open(folder).update("k", (value) => [value ?? null]);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await next).toEqual([1]);
  });
});

it("brings no native code into a process before the first change", async () => {
  const script = `${opened}
    const isIn = () => process.report.getReport().sharedObjects.some((path) => path.includes("fs-native-extensions"));
    const read = await storage.get("k").then(isIn);
    const written = await storage.set("k", 1).then(isIn);
    console.log(JSON.stringify([read, written]));`;
  expect(JSON.parse(await runScript(script, folderWith()))).toEqual([false, true]);
});
