// A remembered verdict, for the tests of the store that remembers.
import { join } from "node:path";
import { expect } from "vitest";
import { questionOf } from "../src/validation/question.js";
import { createVerdictStore } from "../src/validation/verdict-store.js";
import type { ConfigVerdict } from "../src/validation/verdict.js";
import { objectOf } from "./config-checks.js";
import { folderWith } from "./folder.js";

/** A schema, and what it says of `{ a: 1 }`. */
export const schema = objectOf({ a: { type: "string" } });
export const verdict: ConfigVerdict = {
  status: "invalid",
  defaults: [{ pointer: "/b", value: 1 }],
  secrets: ["/a"],
  issues: [{ pointer: "/a", kind: "mismatch", expected: "a string" }],
  unknownKeywords: ["x"],
};

/** What that verdict answers. */
export const question = questionOf(schema, { a: 1 }, "references");

/** A store's file with that verdict in it. */
export async function storedVerdict(): Promise<{ folder: string; file: string }> {
  const folder = folderWith();
  const store = createVerdictStore(folder);
  store.remember(question, verdict);
  expect(await store.flush()).toBeUndefined();
  return { folder, file: join(folder, "config-verdicts.json") };
}

/** What a store made anew finds of it. */
export const findVerdict = (folder: string) => createVerdictStore(folder).find(question);
