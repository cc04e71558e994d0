import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChatMessage } from "@mortise/sdk";
import { createTestHost, type TestHost } from "@mortise/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const messages: readonly ChatMessage[] = [
  { role: "system", content: "Be brief." },
  { role: "user", content: [{ type: "image", data: Uint8Array.of(1, 2, 3), mediaType: "image/png" }] },
];

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "mortise-audit-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const auditHost = (settings: object) =>
  createTestHost({ plugins: [new URL("..", import.meta.url)], config: { "audit-log": settings } });

/** What the gateway emits for one chat completion that is answered and one that fails. */
async function converse({ host }: TestHost): Promise<void> {
  for (const hook of ["message_received", "llm_input", "llm_output"] as const) await host.prepareHook(hook);
  const call = { requestId: "r1", provider: "p" };
  await host.hooks.observe("message_received", { requestId: "r1", model: "p/m", messages });
  await host.hooks.observe("llm_input", { ...call, request: { model: "m", messages } });
  const message = { role: "assistant", content: "A picture." } as const;
  const result = { message, finishReason: "stop", usage: { inputTokens: 5, outputTokens: 2 } } as const;
  await host.hooks.observe("llm_output", { ...call, model: "m", durationMs: 12.4, result });
  await host.hooks.observe("llm_output", { ...call, model: "m", durationMs: 3, error: "Incorrect API key: sk-123456" });
}

const linesOf = (file: string) =>
  readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe("the plugin [VEND-3, VEND-7]", () => {
  it("brings the hooks that its manifest declares and nothing else", async () => {
    await using testHost = await auditHost({});
    expect(await testHost.report("audit-log")).toMatchObject({
      status: "active",
      shape: { value: "hook-only", basis: "registered" },
      contributions: [{ kind: "hook", ids: ["message_received", "llm_input", "llm_output"] }],
      drift: { absent: [], undeclared: [] },
    });
  });

  it("writes one line for each event, in order, and has written them all when it is unloaded", async () => {
    const file = join(folder, "deep", "audit.jsonl");
    const testHost = await auditHost({ file });
    await converse(testHost);
    await testHost.close();
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);
    const call = { time, requestId: "r1", provider: "p", model: "m" };
    expect(linesOf(file)).toEqual([
      { time, event: "message_received", requestId: "r1", model: "p/m", messages: 2 },
      { ...call, event: "llm_input", messages: 2, tools: 0 },
      {
        ...call,
        event: "llm_output",
        durationMs: 12,
        outcome: "answered",
        finishReason: "stop",
        toolCalls: 0,
        usage: { inputTokens: 5, outputTokens: 2 },
      },
      { ...call, event: "llm_output", durationMs: 3, outcome: "failed" },
    ]);
    expect(testHost.host.registry.handlers("llm_output")).toEqual([]);
  });

  it("keeps the file to the user that runs the host", async () => {
    const file = join(folder, "audit.jsonl");
    const testHost = await auditHost({ file });
    await converse(testHost);
    await testHost.close();
    if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(file)).toBe(true);
  });

  it("writes what was said only when asked, media as their size, and never an error's text", async () => {
    const file = join(folder, "audit.jsonl");
    const testHost = await auditHost({ file, includeContent: true });
    await converse(testHost);
    await testHost.close();
    const [received, input, answered] = linesOf(file);
    const content = [messages[0], { role: "user", content: [{ type: "image", mediaType: "image/png", bytes: 3 }] }];
    expect([received?.["content"], input?.["content"]]).toEqual([content, content]);
    expect(answered?.["content"]).toEqual({ role: "assistant", content: "A picture." });
    expect(readFileSync(file, "utf8")).not.toContain("sk-123456");
  });

  it("writes to the host's log without a file", async () => {
    await using testHost = await auditHost({});
    await converse(testHost);
    expect(testHost.log.map(({ plugin, level, message }) => [plugin, level, message])).toEqual(
      ["message_received", "llm_input", "llm_output", "llm_output"].map((event) => ["audit-log", "info", event]),
    );
    expect(testHost.log[1]?.fields).toEqual({ requestId: "r1", provider: "p", model: "m", messages: 2, tools: 0 });
  });

  it("is kept out with a relative path, which would depend on where the host is started", async () => {
    await using testHost = await auditHost({ file: "audit.jsonl" });
    const { status, diagnostics } = await testHost.report("audit-log");
    expect(status).toBe("kept-out");
    expect(diagnostics[0]?.code).toBe("PLUGIN_CONFIG_INVALID");
  });
});
