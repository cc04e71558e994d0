import fc from "fast-check";
import { expect, it } from "vitest";
import { createQueue } from "./queue.js";

it("gives the smallest first, whatever was added when [PLAN-4]", () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.array(fc.option(fc.nat(), { nil: undefined })), (numbers, steps) => {
      const queue = createQueue(numbers);
      let expected = numbers.toSorted((one, other) => one - other);
      // A number is added, nothing means that one is taken.
      for (const number of [...steps, ...Array.from({ length: numbers.length + steps.length }, () => undefined)]) {
        if (number === undefined) expect(queue.take()).toBe(expected.shift());
        else {
          queue.add(number);
          expected = [...expected, number].toSorted((one, other) => one - other);
        }
      }
      expect(queue.take()).toBeUndefined();
    }),
  );
});
