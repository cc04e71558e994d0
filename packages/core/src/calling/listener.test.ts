import { describe, expect, it } from "vitest";
import { Listener } from "./listener.js";

/** What a listener tells of what it is given, once it has; each thing told stands in the list. */
async function told(given: unknown): Promise<readonly (readonly [outcome: unknown, hasFailed: boolean])[]> {
  const heard: [unknown, boolean][] = [];
  new Listener({ heard: (outcome, hasFailed) => void heard.push([outcome, hasFailed]) }).listen(
    given as PromiseLike<unknown>,
  );
  expect(heard).toEqual([]);
  await new Promise(setImmediate);
  return heard;
}

class Own extends Promise<unknown> {}

describe("a listener [HOOK-10]", () => {
  it("tells what promises come to", async () => {
    const error = new Error("no");
    expect(await told(Promise.resolve(1))).toEqual([[1, false]]);
    expect(await told(Promise.reject(error))).toEqual([[error, true]]);
    expect(await told(Own.resolve(1))).toEqual([[1, false]]);
  });

  it("tells once, and never at once, of what only looks like a promise", async () => {
    const twice = {
      // oxlint-disable-next-line unicorn/no-thenable
      then(answered: (value: unknown) => void, failed: (error: unknown) => void) {
        answered(1);
        answered(2);
        failed(new Error("no"));
      },
    };
    expect(await told(twice)).toEqual([[1, false]]);
    expect(await told(Object.assign(Promise.resolve(), twice))).toEqual([[1, false]]);
  });

  it("tells the error of what throws where it is asked", async () => {
    const error = new Error("no");
    const thrower = () => {
      throw error;
    };
    expect(await told({ then: thrower })).toEqual([[error, true]]);
    expect(await told(Object.defineProperty(Promise.resolve(), "constructor", { get: thrower }))).toEqual([
      [error, true],
    ]);
    expect(await told(Object.create(Promise.prototype))).toEqual([[expect.any(TypeError), true]]);
  });

  it("tells another one of what it hears later", async () => {
    const heard: string[] = [];
    const listener = new Listener({ heard: () => void heard.push("first") });
    listener.listen(Promise.resolve());
    listener.to = { heard: () => void heard.push("other") };
    await new Promise(setImmediate);
    expect(heard).toEqual(["other"]);
  });
});
