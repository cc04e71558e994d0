import { readdirSync, readFileSync } from "node:fs";
import { embedding, mediaUnderstanding, textInference } from "@mortise/sdk";
import { createTestHost } from "@mortise/testing";
import { describe, expect, it } from "vitest";

const manifest = JSON.parse(readFileSync(new URL("../mortise.plugin.json", import.meta.url), "utf8")) as {
  provides: Record<string, unknown>;
};

const offlineHost = (settings: object = {}) =>
  createTestHost({ plugins: [new URL("..", import.meta.url)], config: { offline: settings } });

describe("the offline plugin [VEND-3]", () => {
  it("brings what its manifest declares, as a hybrid capability", async () => {
    await using testHost = await offlineHost();
    expect(await testHost.report("offline")).toMatchObject({
      status: "active",
      shape: { value: "hybrid-capability", basis: "registered" },
      contributions: [
        { kind: "text-inference", category: "capability", ids: ["offline"] },
        { kind: "media-understanding", category: "capability", ids: ["offline"] },
        { kind: "embedding", category: "capability", ids: ["offline"] },
      ],
      drift: { absent: [], undeclared: [] },
      diagnostics: [],
    });
  });

  it("says the same of its models and media in the manifest and in the providers", async () => {
    await using testHost = await offlineHost();
    const text = await testHost.provider(textInference, "offline");
    const media = await testHost.provider(mediaUnderstanding, "offline");
    const vectors = await testHost.provider(embedding, "offline");
    expect({
      "text-inference": { offline: { models: text.models?.map(({ id }) => id) } },
      "media-understanding": { offline: { accepts: media.accepts } },
      embedding: {
        offline: { models: vectors.models?.map(({ id }) => id), dimensions: vectors.models?.[0]?.dimensions },
      },
    }).toEqual(manifest.provides);
  });

  it("ends its threads at unload, started or not", async () => {
    const idle = await offlineHost();
    await idle.report("offline");
    await idle.close();
    const busy = await offlineHost();
    await busy.host.runtime.embedding.embed({ inputs: ["a sentence"] });
    await busy.close();
    const failures = [...idle.host.diagnostics.all, ...busy.host.diagnostics.all];
    expect([failures, busy.host.registry.instances.size]).toEqual([[], 0]);
  });

  it("refuses a time zone that does not exist, and says which key to mend", async () => {
    await using wrong = await offlineHost({ timeZone: "Mars/Base" });
    const { status, diagnostics } = await wrong.report("offline");
    expect([status, diagnostics[0]?.code]).toEqual(["failed", "REGISTER_THREW"]);
    expect(diagnostics[0]?.message).toMatch(/config\.timeZone "Mars\/Base"/);
    await using right = await offlineHost({ timeZone: "Europe/Berlin" });
    expect((await right.report("offline")).status).toBe("active");
  });

  it("imports none of the heavy libraries: only the threads' files do", () => {
    const source = new URL("./", import.meta.url);
    const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) =>
      /(?<!\.test)\.ts$/.test(file),
    );
    const specifiers = files.flatMap((file) =>
      Array.from(
        readFileSync(new URL(file, source), "utf8").matchAll(/(?:from|import\(?|require\()\s*"([^"]+)"/g),
        ([, name]) => name,
      ),
    );
    const outside = new Set(specifiers.filter((name) => name?.startsWith(".") === false));

    expect(outside).toEqual(
      new Set([
        "@mortise/sdk",
        "@mortise/sdk/typebox",
        "node:crypto",
        "node:events",
        "node:timers/promises",
        "node:worker_threads",
      ]),
    );
  });
});
