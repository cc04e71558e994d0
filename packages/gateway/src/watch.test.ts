import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressOf, buildGateway, saying, startProcess, type GatewayProcess } from "../test/gateway-process.js";

const clock = fileURLToPath(new URL("../../../plugins/clock", import.meta.url));

let folder: string;
let running: GatewayProcess;
let url: string;
beforeAll(async () => {
  buildGateway();
  folder = mkdtempSync(join(tmpdir(), "mortise-watch-"));
  for (const part of ["package.json", "mortise.plugin.json", "src"])
    cpSync(join(clock, part), join(folder, "plugins", "clock", part), { recursive: true });
  writeConfig("UTC");
  running = startProcess(folder, ["--config", join(folder, "mortise.jsonc"), "--port", "0", "--watch"]);
  url = await addressOf(running);
  await saying(running, /Watching for edits/);
});
afterAll(async () => {
  running.child.kill("SIGTERM");
  await running.ended;
  rmSync(folder, { recursive: true, force: true });
});

function writeConfig(timeZone: string): void {
  const plugins = { load: { paths: ["./plugins/clock"] }, entries: { clock: { config: { timeZone } } } };
  writeFileSync(join(folder, "mortise.jsonc"), JSON.stringify({ plugins }));
}

const route = () => join(folder, "plugins", "clock", "src", "route.ts");

function edit(change: (text: string) => string): void {
  writeFileSync(route(), change(readFileSync(route(), "utf8")));
}

type Reading = Readonly<Record<string, unknown>>;

/** Asks for the time, one request after the other, until an answer is as wanted; gives all answers. Each must be one. */
async function askUntil(isWanted: (reading: Reading) => boolean): Promise<readonly Reading[]> {
  const readings: Reading[] = [];
  for (;;) {
    const response = await fetch(`${url}/clock`);
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
    const reading = (await response.json()) as Reading;
    readings.push(reading);
    if (isWanted(reading)) return readings;
  }
}

describe("a gateway that watches [GATE-8]", () => {
  it("takes over an edit of a plugin's file, and answers all along", async () => {
    await askUntil(() => true);
    const start = performance.now();
    edit((text) =>
      text.replace("clock.read(timeZone ?? undefined)", "{ isEdited: true, ...clock.read(timeZone ?? undefined) }"),
    );
    const readings = await askUntil(({ isEdited }) => isEdited === true);
    const [line] = await saying(running, /^route\.ts.*: reloaded clock, \d+ ms$/m);
    console.info(
      `edited, and in force after ${Math.round(performance.now() - start)} ms, ${readings.length} requests: ${line}`,
    );
    expect(readings.slice(0, -1).every(({ isEdited }) => isEdited === undefined)).toBe(true);
    for (let more = 0; more < 20; more += 1)
      await askUntil(({ isEdited }) => isEdited === true).then(({ length }) => expect(length).toBe(1));
  });

  it("says why an edit is not taken over, and answers as before", async () => {
    const before = readFileSync(route(), "utf8");
    edit((text) => `${text}\nexport const = ;`);
    await saying(running, /^route\.ts.*: clock did not change: .+, \d+ ms$/m);
    expect(await askUntil(() => true)).toMatchObject([{ isEdited: true }]);
    writeFileSync(route(), before.replace("isEdited: true", "isMended: true"));
    await askUntil(({ isMended }) => isMended === true);
  });

  it("takes over an edit of the config", async () => {
    writeConfig("Asia/Tokyo");
    const readings = await askUntil(({ timeZone }) => timeZone === "Asia/Tokyo");
    expect(readings.slice(0, -1).every(({ timeZone }) => timeZone === "UTC")).toBe(true);
    await saying(running, /mortise\.jsonc: (?:reloaded|took over the config of) clock, \d+ ms$/m);
  });
});
