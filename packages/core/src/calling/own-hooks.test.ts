import { describe, expect, it } from "vitest";
import { hostWith, type WrittenPlugin } from "../../test/host-with.js";

const shop = (hook: object, emitted = "shop:placed"): WrittenPlugin => ({
  provides: { customHooks: { "shop:placed": hook } },
  register: `globalThis.place = (order) => api.emit(${JSON.stringify(emitted)}, order);`,
});

const listens = (handler: string): WrittenPlugin => ({
  provides: { hooks: ["shop:placed"] },
  register: `api.on("shop:placed", ${handler});`,
});

const place = (order: unknown) => (globalThis as unknown as { place(order: unknown): Promise<unknown> }).place(order);

describe("a hook of a plugin's own [HOOK-8]", () => {
  it("reaches its listeners, who are loaded for it", async () => {
    const { host, lines } = await hostWith({
      shop: shop({ kind: "observe" }),
      log: listens("(order) => api.logger.info(`order ${order.id}`)"),
    });
    await host.load(["shop"]);
    await place({ id: 7 });
    expect(lines).toEqual(["log: order 7"]);
  });

  it.each([
    [{ kind: "modify", merge: "concat" }, "() => ({ notes: ['a'] })", { notes: ["a", "a"] }],
    [{ kind: "claim" }, "() => ({ handled: true, by: 'a' })", { handled: true, by: "a" }],
    [{ kind: "gate" }, "() => ({ block: true, reason: 'closed' })", { blocked: true }],
    [{}, "() => 'ignored'", undefined],
  ])("%j means what its kind means", async (hook, handler, outcome) => {
    const { host } = await hostWith({ shop: shop(hook), one: listens(handler), two: listens(handler) });
    await host.load(["shop"]);
    const result = await place({ id: 7 });
    if (outcome === undefined) expect(result).toBeUndefined();
    else expect(result).toMatchObject(outcome);
  });

  it("is refused to whoever does not declare it", async () => {
    const { host } = await hostWith({ shop: shop({ kind: "observe" }), thief: { ...shop({}), provides: {} } });
    await host.load(["shop"]);
    await host.load(["thief"]);
    await expect(place({})).rejects.toMatchObject({ diagnostic: { code: "HOOK_NOT_OWN", plugin: "thief" } });
  });

  it.each([
    [{ "other:placed": {} }, "its name does not begin with shop:"],
    [{ "shop:placed": { kind: "observed" } }, "its kind is none of"],
    [{ "shop:placed": { kind: "modify", merge: "last" } }, "its merge is none of"],
    [{ "shop:placed": { deadlineMs: -1 } }, "no number of milliseconds"],
  ])("declared as %j is left out and said", async (customHooks, reason) => {
    const { host } = await hostWith({ shop: { provides: { customHooks } } });
    expect(host.diagnostics.all).toMatchObject([
      { code: "MANIFEST_CUSTOM_HOOK_INVALID", plugin: "shop", message: expect.stringContaining(reason) as string },
    ]);
  });

  it("that nobody declares may be listened to, and never comes", async () => {
    const { host, codes } = await hostWith({ log: listens("() => {}") });
    await host.load(["log"]);
    expect(codes("log")).toEqual(["CUSTOM_HOOK_UNKNOWN"]);
    expect(await host.emit("shop:placed", {})).toBeUndefined();
  });
});
