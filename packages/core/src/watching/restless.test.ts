import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createRestless } from "./restless.js";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

const found = { plugins: ["a"], roots: false, config: false, files: ["/a/index.js"] };

function watched(onCatchUp = () => {}) {
  const told: string[] = [];
  const restless = createRestless({
    restless: () => told.push("restless"),
    catchUp: () => {
      told.push("caught up");
      onCatchUp();
    },
  });
  return { told, change: () => told.push(restless.calmOf(found).length > 0 ? "taken" : "left"), close: restless.close };
}

it("the last of many edits in a row is taken over when the file rests [WATCH-2]", () => {
  const { told, change } = watched();
  for (let edit = 0; edit < 8; edit += 1) {
    change();
    vi.advanceTimersByTime(700);
  }
  vi.advanceTimersByTime(2000);
  const first = ["taken", "taken", "taken", "taken", "restless"];
  expect(told).toEqual([...first, "left", "left", "left", "left", "caught up"]);
  vi.advanceTimersByTime(2000);
  change();
  expect(told.at(-1)).toBe("taken");
});

it("a file that is written whenever it is taken over waits longer each time", () => {
  const written = watched(() => written.change());
  for (let times = 0; times < 5; times += 1) written.change();
  vi.advanceTimersByTime(2000 + 4000 + 8000);
  expect(written.told.filter((each) => each === "caught up")).toHaveLength(3);
  vi.advanceTimersByTime(15_000);
  expect(written.told.filter((each) => each === "caught up")).toHaveLength(3);
  written.close();
  vi.advanceTimersByTime(600_000);
  expect(written.told.filter((each) => each === "caught up")).toHaveLength(3);
});
