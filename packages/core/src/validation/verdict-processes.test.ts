import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runScript, sourceFile } from "../../test/child.js";
import { findVerdict as find, schema, storedVerdict as stored, verdict } from "../../test/verdicts.js";
import { questionOf } from "./question.js";
import { createVerdictStore } from "./verdict-store.js";

describe("two processes [VAL-3]", () => {
  it("that write in turn keep what the other wrote", async () => {
    const { folder } = await stored();
    const [one, two] = [createVerdictStore(folder), createVerdictStore(folder)];
    for (const [index, store] of [one, two].entries())
      store.remember(questionOf(schema, { index }, "references"), verdict);
    await one.flush();
    await two.flush();
    const next = createVerdictStore(folder);
    expect([0, 1].map((index) => next.find(questionOf(schema, { index }, "references")))).toEqual([verdict, verdict]);
    expect(find(folder)).toEqual(verdict);
  });

  it("that write at once leave a whole file", async () => {
    const { folder, file } = await stored();
    const script = `
      import { questionOf } from ${JSON.stringify(sourceFile("validation/question.ts"))};
      import { createVerdictStore } from ${JSON.stringify(sourceFile("validation/verdict-store.ts"))};
      for (let round = 0; round < 30; round += 1) {
        const store = createVerdictStore(process.argv[2]);
        store.remember(questionOf({}, { process: process.pid, round }, "references"), ${JSON.stringify(verdict)});
        const failure = await store.flush();
        if (failure) throw new Error(failure.message);
      }`;
    await Promise.all([runScript(script, folder), runScript(script, folder), runScript(script, folder)]);
    const { verdicts } = JSON.parse(readFileSync(file, "utf8")) as { verdicts: readonly unknown[] };
    // Who writes last may not have seen what the others wrote meanwhile; that is only judged again.
    expect(verdicts.length).toBeGreaterThan(2);
    expect(readdirSync(folder)).toEqual(["config-verdicts.json"]);
    expect(find(folder)).toEqual(verdict);
  });
});
