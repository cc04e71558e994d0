import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { folderWith } from "../../test/folder.js";
import { createPatrol } from "./patrol.js";
import type { WatchedChanges } from "./targets.js";

it("tells of what nobody noted until the round after next, once [WATCH-1]", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const folder = folderWith({ config: "{}", one: "1", two: "2" });
  const [config, one, two] = ["config", "one", "two"].map((name) => join(folder, name)) as [string, string, string];
  const told: WatchedChanges[] = [];
  const patrol = createPatrol({
    files: () => [{ file: config }, { file: one, plugin: "a" }, { file: two, plugin: "b" }],
    onMissed(changes) {
      told.push(changes);
      patrol.noted(changes.files);
    },
  });
  writeFileSync(one, "other");
  await vi.advanceTimersByTimeAsync(1000);
  patrol.noted([one]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(told).toEqual([]);

  writeFileSync(one, "another one");
  patrol.noted([two]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(told).toEqual([{ plugins: ["a"], roots: false, config: false, files: [one] }]);

  rmSync(two);
  writeFileSync(config, "{ }");
  await vi.advanceTimersByTimeAsync(5000);
  expect(told.slice(1)).toEqual([{ plugins: ["b"], roots: true, config: true, files: [config, two] }]);

  patrol.close();
  writeFileSync(one, "once more");
  await vi.advanceTimersByTimeAsync(5000);
  expect(told).toHaveLength(2);
});
