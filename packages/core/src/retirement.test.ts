// Alone in its process: it counts the promises of the whole heap, which other files fill.
import { queryObjects } from "node:v8";
import { expect, it } from "vitest";
import { ready } from "../test/candidates.js";
import { loaded } from "../test/instances.js";
import { createRetirement } from "./retirement.js";

it("keeps nothing of the waits that are over [LIFE-3]", async () => {
  const retirement = createRetirement(30_000, () => {});
  const retireWhileSeen = async (times: number) => {
    for (let time = 0; time < times; time += 1) {
      const leave = retirement.enter(() => true);
      await retirement.retire(loaded(ready("a")));
      leave();
      await retirement.settled();
    }
    return queryObjects(Promise, { format: "count" });
  };
  const before = await retireWhileSeen(100);
  expect((await retireWhileSeen(1000)) - before).toBeLessThan(100);
});
