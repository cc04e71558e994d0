import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ChatMessage, ChatResult } from "../../packages/sdk/src/index.js";
import { createTestHost } from "../../packages/testing/src/index.js";
import { emptyFolder } from "./folders.js";
import { readPages, top } from "./pages.js";
import { kindOf } from "./rules.js";

const logs = readPages().flatMap((page) => page.blocks.filter((block) => kindOf(block) === "log"));
const messages: readonly ChatMessage[] = [{ role: "user", content: "Hello" }];
const result: ChatResult = {
  message: { role: "assistant", content: "Hello!" },
  finishReason: "stop",
  usage: { inputTokens: 1, outputTokens: 2 },
};

/** The file that the plugin really writes for one conversation. */
async function writtenFile(): Promise<string> {
  const file = join(emptyFolder("audit-log"), "audit.jsonl");
  const test = await createTestHost({
    plugins: [join(top, "plugins", "audit-log")],
    config: { "audit-log": { file } },
  });
  const { hooks, prepareHook } = test.host;
  for (const hook of ["message_received", "llm_input", "llm_output"] as const) await prepareHook(hook);
  const call = { requestId: "r1", provider: "offline" };
  await hooks.observe("message_received", { requestId: "r1", model: "offline/echo", messages });
  await hooks.observe("llm_input", { ...call, request: { model: "echo", messages } });
  await hooks.observe("llm_output", { ...call, model: "echo", durationMs: 28, result });
  await test.close();
  return readFileSync(file, "utf8").trimEnd();
}

/** Lines of JSON with every number and time made the same. */
function form(text: string): readonly unknown[] {
  const same = (_key: string, value: unknown): unknown =>
    typeof value === "number"
      ? 0
      : typeof value === "string"
        ? value.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/, "time")
        : value;
  return text.split("\n").map((line) => JSON.parse(line, same) as unknown);
}

describe("log lines in the documentation [REPO-4, VEND-7]", () => {
  it("are what the audit log writes, the only plugin that shows any", async () => {
    expect(logs.map(({ page }) => page)).toEqual(["plugins/audit-log/README.md"]);
    expect(form(logs[0]?.text ?? "")).toEqual(form(await writtenFile()));
  });
});
