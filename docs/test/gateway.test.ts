import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bootReport } from "../../packages/gateway/src/boot/report.js";
import { createGateway, type Gateway } from "../../packages/gateway/src/index.js";
import { inspectPlugins } from "../../packages/gateway/src/plugins/report.js";
import { placeOf } from "./blocks.js";
import { readCurl } from "./curl.js";
import { emptyFolder } from "./folders.js";
import { readPages, top } from "./pages.js";
import { kindOf } from "./rules.js";
import { readCommands } from "./shell-words.js";

const blocks = readPages().flatMap((page) => page.blocks);
const requests = blocks
  .filter((block) => kindOf(block) === "shell")
  .flatMap((block) => readCommands(block.text).map((words) => ({ place: placeOf(block), words })))
  .filter(({ words }) => words[0] === "curl");
const boots = blocks
  .filter((block) => kindOf(block) === "boot")
  .map((block) => ({ place: placeOf(block), text: block.text }));

/** The lines about plugins, with every time the same and one space where several stand. */
function pluginLines(lines: readonly string[]): readonly string[] {
  return lines
    .filter((line) => line.startsWith("  "))
    .map((line) =>
      line
        .trim()
        .replaceAll(/\d+ ms/g, "0 ms")
        .replaceAll(/ +/g, " "),
    );
}

describe("the demo gateway [GATE-5, REPO-4]", () => {
  let gateway: Gateway;
  beforeAll(async () => {
    const cache = emptyFolder("gateway");
    gateway = await createGateway({ config: join(top, "mortise.jsonc"), development: true, folders: { cache } });
  });
  afterAll(() => gateway.close());

  it.each(boots)("starts as $place shows", ({ text }) => {
    const { host, port } = gateway.settings;
    const shown = text.split("\n");
    expect(pluginLines(shown)).toEqual(pluginLines(bootReport(inspectPlugins(gateway.host), undefined)));
    expect(shown.at(-1)).toBe(`Mortise answers on http://${host}:${port}`);
  });

  it.each(requests)("answers the request of $place", async ({ words }) => {
    const { request, output } = readCurl(words.slice(1));
    expect(new URL(request.url).port).toBe(String(gateway.settings.port));
    const response = await gateway.fetch(request);
    const answer = Buffer.from(await response.arrayBuffer());
    expect(response.status, answer.toString("utf8", 0, 500)).toBe(200);
    const isWave = answer.toString("latin1", 0, 4) === "RIFF";
    expect(isWave).toBe(output?.endsWith(".wav") === true);
  });
});
