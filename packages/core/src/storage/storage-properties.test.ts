import type { JsonValue, PluginStorage } from "@mortise/sdk";
import fc from "fast-check";
import { expect, it } from "vitest";
import { folderWith } from "../../test/folder.js";
import { createPluginStorage } from "./storage.js";

const openIn = (folder: string) =>
  createPluginStorage({ folder, plugin: "p", signal: new AbortController().signal, report: () => {} });

/** What a storage should be like: one map, whose values are JSON. */
type Model = Map<string, string>;
type Step = (model: Model, storage: PluginStorage) => Promise<void>;

const nothing = (value: JsonValue | undefined) => (value === undefined ? undefined : JSON.stringify(value));

/** Few keys, so that steps meet; all kinds of characters, halves of surrogate pairs among them. */
const key = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("a", "A", "b/c", "..", "é", "e\u0301", "\ud800", "\ud801", "k".repeat(256)) },
  fc.string({ unit: "binary", minLength: 1, maxLength: 128 }).filter((text) => !/\p{Cc}/u.test(text)),
);
const value = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;

it("behaves like a map, whoever of two hosts is asked [STORE-1]", async () => {
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.tuple(key, value).map(([key, value]): Step => async (model, storage) => {
      await storage.set(key, value);
      model.set(key, JSON.stringify(value));
    }),
    key.map((key): Step => async (model, storage) => {
      expect(nothing(await storage.get(key))).toBe(model.get(key));
    }),
    key.map((key): Step => async (model, storage) => {
      expect(await storage.delete(key)).toBe(model.delete(key));
    }),
    fc.tuple(key, fc.option(value, { nil: undefined })).map(([key, next]): Step => async (model, storage) => {
      const stored = await storage.update(key, (current) => {
        expect(nothing(current)).toBe(model.get(key));
        return next;
      });
      expect(stored).toBe(next);
      if (next === undefined) model.delete(key);
      else model.set(key, JSON.stringify(next));
    }),
    fc.string({ maxLength: 1 }).map((prefix): Step => async (model, storage) => {
      expect(await storage.keys(prefix)).toEqual([...model.keys()].filter((key) => key.startsWith(prefix)).sort());
    }),
    fc.constant<Step>(async (model, storage) => {
      await storage.clear();
      model.clear();
    }),
  );

  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, fc.boolean()), { maxLength: 25 }), async (steps) => {
      const folder = folderWith();
      const [one, other] = [1, 2].map(() => openIn(folder));
      const model: Model = new Map();
      for (const [run, isOther] of steps) await run(model, (isOther ? other : one) as PluginStorage);
      expect(await one?.keys()).toEqual([...model.keys()].sort());
    }),
    { numRuns: 60 },
  );
});
