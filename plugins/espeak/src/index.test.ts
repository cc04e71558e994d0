import { readFileSync } from "node:fs";
import { createTestHost } from "@mortise/testing";
import { describe, expect, it } from "vitest";

const espeakHost = (settings: object = {}) =>
  createTestHost({ plugins: [new URL("..", import.meta.url)], config: { espeak: settings } });

describe("the espeak plugin [VEND-3, VEND-6]", () => {
  it("brings what its manifest declares, as a plain capability", async () => {
    await using testHost = await espeakHost();
    expect(await testHost.report("espeak")).toMatchObject({
      status: "active",
      shape: { value: "plain-capability", basis: "registered" },
      contributions: [{ kind: "speech", category: "capability", ids: ["espeak"] }],
      drift: { absent: [], undeclared: [] },
      diagnostics: [],
    });
  });

  it("speaks through the host, and leaves nothing when the host is closed", async () => {
    const testHost = await espeakHost({ aliases: { alloy: "en-us" } });
    const { audio, mediaType } = await testHost.host.runtime.speech.synthesize({ text: "Hello", voice: "alloy" });
    expect([mediaType, Buffer.from(audio.subarray(0, 4)).toString()]).toEqual(["audio/wav", "RIFF"]);
    await testHost.close();
    expect(testHost.host.registry.instances.size).toBe(0);
  });

  it("ships the licence that its package names", () => {
    const { license } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
      license: string;
    };
    const text = readFileSync(new URL("../LICENSE", import.meta.url), "utf8");

    expect(license).toBe("GPL-3.0-or-later");
    expect(text).toMatch(/GNU GENERAL PUBLIC LICENSE\s+Version 3/);
    expect(text).toContain("END OF TERMS AND CONDITIONS");
  });
});
