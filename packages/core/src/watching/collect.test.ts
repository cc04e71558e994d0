import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { folderWith } from "../../test/folder.js";
import { createCollector } from "./collect.js";

/** A collector on one real file, its time in the test's hands; gives what the file held each time it was told of. */
function collecting(text: string) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const file = join(folderWith({ file: text }), "file");
  const told: string[] = [];
  const settled: string[] = [];
  const collector = createCollector({
    onFiles: () => void told.push(readFileSync(file, "utf8")),
    onSettled: (paths) => void settled.push(...paths),
    onError: (error) => expect.unreachable(String(error)),
  });
  onTestFinished(() => collector.close());
  return { file, told, settled, collector, pass: (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds) };
}

describe("a collector [WATCH-2]", () => {
  it("tells when nothing has happened for a short while", async () => {
    const { file, told, collector, pass } = collecting("one");
    collector.add(file);
    await pass(20);
    collector.add(file);
    await pass(20);
    expect(told).toEqual([]);
    await pass(20);
    expect(told).toEqual(["one"]);
  });

  it("waits for a file that is empty, but not for ever", async () => {
    const { file, told, collector, pass } = collecting("");
    collector.add(file);
    await pass(60);
    expect(told).toEqual([]);
    writeFileSync(file, "whole");
    await pass(60);
    expect(told).toEqual(["whole"]);
    writeFileSync(file, "");
    collector.add(file);
    await pass(200);
    expect(told).toEqual(["whole", ""]);
  });

  it("waits for a file that grows though nobody says so, but not for ever", async () => {
    const { file, told, collector, pass } = collecting("0");
    collector.add(file);
    await pass(20);
    for (let round = 1; round < 10; round += 1) {
      appendFileSync(file, String(round));
      await pass(30);
    }
    expect(told).toEqual([]);
    await pass(60);
    expect(told).toEqual(["0123456789"]);
  });

  it("tells of a file that never rests all the same", async () => {
    const { file, told, collector, pass } = collecting("");
    for (let round = 0; round < 250; round += 1) {
      appendFileSync(file, "x");
      collector.add(file);
      await pass(10);
    }
    expect(told.length).toBeGreaterThan(0);
  });

  it("looks once more at what it told of, and says when that is settled", async () => {
    const { file, told, settled, collector, pass } = collecting("half");
    collector.add(file);
    await pass(40);
    writeFileSync(file, "whole");
    await pass(400);
    expect(told).toEqual(["half", "whole"]);
    expect(settled).toEqual([file, file]);
  });
});
