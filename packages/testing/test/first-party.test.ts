// Who owns what of the plugins in this repository, loaded for real: a change here is one for whoever uses them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { createTestHost } from "../src/index.js";

const folder = fileURLToPath(new URL("../../../plugins", import.meta.url));
const read = (...path: readonly string[]) => JSON.parse(readFileSync(join(folder, ...path), "utf8")) as unknown;

const plugins = readdirSync(folder).map((name) => {
  const { id } = read(name, "mortise.plugin.json") as { readonly id: string };
  return { folder: name, id, package: (read(name, "package.json") as { readonly name: string }).name };
});

describe("the first-party plugins [REPO-6]", async () => {
  const host = await createTestHost({
    plugins: plugins.map(({ folder: name }) => join(folder, name)),
    config: {
      elevenlabs: { apiKey: "test-key" },
      mistral: { apiKey: "test-key" },
      openai: { apiKey: "test-key" },
    },
  });
  afterAll(() => host.close());

  it("own this, and have these shapes", async () => {
    const owned: Record<string, unknown> = {};
    for (const { id } of plugins) {
      const { shape, contributions } = await host.report(id);
      owned[`${id}, ${shape.basis} ${shape.value}`] = Object.fromEntries(
        contributions.map(({ kind, ids }) => [kind, ids]),
      );
    }
    expect(owned).toEqual({
      "audit-log, registered hook-only": { hook: ["message_received", "llm_input", "llm_output"] },
      "clock, registered non-capability": {
        tool: ["clock_now"],
        command: ["time"],
        service: ["clock-ticker"],
        route: ["/clock"],
        method: ["clock.now"],
        cli: ["clock"],
      },
      "elevenlabs, registered plain-capability": { speech: ["elevenlabs"] },
      "espeak, registered plain-capability": { speech: ["espeak"] },
      "mistral, registered plain-capability": { "text-inference": ["mistral"] },
      "offline, registered hybrid-capability": {
        "text-inference": ["offline"],
        "media-understanding": ["offline"],
        embedding: ["offline"],
      },
      "openai, registered hybrid-capability": {
        "text-inference": ["openai"],
        speech: ["openai"],
        "media-understanding": ["openai"],
        embedding: ["openai"],
      },
    });
  });

  it.each(plugins)("$id is active, and registers what it declares and nothing else", async ({ id }) => {
    const { status, drift } = await host.report(id);
    expect([status, drift]).toEqual(["active", { absent: [], undeclared: [] }]);
  });

  it("leave each id to one of them", () => {
    const exclusive = host.ownership().filter((line) => !line.startsWith("hook:"));
    const ids = exclusive.map((line) => line.split(" ")[0]);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it.each(plugins)("$package is named by its plugin's id, or with an approved ending behind it", (plugin) => {
    const endings = ["", "-provider", "-plugin", "-speech", "-sandbox", "-media-understanding"];
    expect(endings.map((ending) => `@mortise/${plugin.id}${ending}`)).toContain(plugin.package);
    expect(plugin.folder).toBe(plugin.id);
  });
});
