import fc from "fast-check";
import { expect, it } from "vitest";
import { createQueue } from "./queue.js";

it("gives the smallest first, whatever was added when", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.option(fc.string(), { nil: undefined })), (words, steps) => {
      const queue = createQueue(words);
      let expected = words.toSorted();
      // A word is added, nothing means that one is taken.
      for (const word of [...steps, ...Array.from({ length: words.length + steps.length }, () => undefined)]) {
        if (word === undefined) expect(queue.take()).toBe(expected.shift());
        else {
          queue.add(word);
          expected = [...expected, word].toSorted();
        }
      }
      expect(queue.take()).toBeUndefined();
    }),
  );
});
