import { command } from "@mortise/sdk";
import { expect, it } from "vitest";
import { runRegister } from "../../../test/running-plugin.js";

/** What a function of a store gives in a plugin, as a command tells it. */
async function withStore(options: string, body: string): Promise<unknown> {
  const running = await runRegister(
    `const store = api.runtime.state.openKeyedStore(${options});
     api.registerCommand({ name: "tell", handler: async () => ({ text: JSON.stringify(await (async () => { ${body} })()) }) });`,
  );
  const { text } = await running.host.call(await running.find(command, "tell"), "execute", { args: "" });
  return JSON.parse(text) as unknown;
}

const open = `{ namespace: "seen", maxEntries: 100 }`;

it("keeps, tells and gives away what was registered [OC-10]", async () => {
  const body = `
    await store.register("a", { n: 1 });
    const absent = [await store.registerIfAbsent("a", 2), await store.registerIfAbsent("b", 3)];
    const changed = [await store.update("b", (n) => n + 1), await store.update("b", () => undefined)];
    const seen = [await store.lookup("a"), await store.lookup("b"), await store.lookup("c") ?? null];
    const consumed = [await store.consume("a"), await store.consume("a") ?? null];
    const left = (await store.entries()).map(({ key, value }) => [key, value]);
    return { absent, changed, seen, consumed, left, count: await store.count() };`;
  expect(await withStore(open, body)).toEqual({
    absent: [false, true],
    changed: [true, false],
    seen: [{ n: 1 }, 4, null],
    consumed: [{ n: 1 }, null],
    left: [["b", 4]],
    count: 1,
  });
});

it("deletes what is meant, and clears its own namespace alone [OC-10]", async () => {
  const body = `
    const other = api.runtime.state.openKeyedStore({ namespace: "other", maxEntries: 5 });
    await other.register("kept", true);
    await store.register("a", 1);
    const deleted = [await store.deleteIf("a", (n) => n === 2), await store.deleteIf("a", (n) => n === 1), await store.delete("a")];
    await store.register("b", 1);
    await store.clear();
    return { deleted, left: await store.count(), other: await other.lookup("kept") };`;
  expect(await withStore(open, body)).toEqual({ deleted: [false, true, false], left: 0, other: true });
});

it("forgets what has expired, and the oldest where it is full [OC-10]", async () => {
  const body = `
    await store.register("gone", 1, { ttlMs: -1 });
    const expired = await store.lookup("gone") ?? null;
    for (const key of ["a", "b", "c"]) await store.register(key, key);
    return { expired, left: (await store.entries()).map(({ key }) => key).length };`;
  expect(await withStore(`{ namespace: "few", maxEntries: 2 }`, body)).toEqual({ expired: null, left: 2 });
});

it("refuses what is new where it is full and shall [OC-10]", async () => {
  const body = `
    await store.register("a", 1);
    await store.register("a", 2);
    return store.register("b", 1).then(() => "kept", (error) => error.message);`;
  expect(await withStore(`{ namespace: "one", maxEntries: 1, overflowPolicy: "reject-new" }`, body)).toBe(
    "the store has 1 entries",
  );
});

it("applies a change only to what is still as it was observed [OC-10]", async () => {
  const body = `
    const first = await store.observe("a");
    const set = (value) => ({ operation: "update", action: "set", value });
    const statuses = [await store.compareAndApply("a", first.comparison, set(1)), await store.compareAndApply("a", first.comparison, set(2))];
    const now = await store.observe("a");
    statuses.push(await store.compareAndApply("a", now.comparison, { operation: "update", action: "keep" }));
    statuses.push(await store.compareAndApply("a", now.comparison, { operation: "delete", action: "delete" }));
    return { statuses: statuses.map(({ status }) => status), was: now.value, left: await store.count() };`;
  expect(await withStore(open, body)).toEqual({
    statuses: ["applied", "conflict", "unchanged", "applied"],
    was: 1,
    left: 0,
  });
});
