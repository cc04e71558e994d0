import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith } from "../../test/folder.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { MortiseError } from "../diagnostics/error.js";
import { createPluginStorage, type PluginStorageOptions } from "./storage.js";

function storageIn(folder: string, options: Partial<PluginStorageOptions> = {}) {
  const controller = new AbortController();
  const reported: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic) => void reported.push(diagnostic);
  const storage = createPluginStorage({ folder, plugin: "p", signal: controller.signal, report, ...options });
  return { storage, reported, unload: () => controller.abort() };
}

/** The only folder of a plugin in a state folder, and the files in it. */
function onDisk(state: string) {
  const [name = ""] = readdirSync(join(state, "storage"));
  const folder = join(state, "storage", name);
  return { folder, names: readdirSync(folder).toSorted() };
}

/** The only value file in a state folder. */
function valueFile(state: string): string {
  const { folder, names } = onDisk(state);
  return join(folder, names.find((name) => name.endsWith(".json")) ?? "");
}

describe("storage [STORE-1]", () => {
  it("keeps values for whoever opens it next, and gives copies", async () => {
    const state = folderWith();
    const value = { list: [1, null, "é\ud800"], of: { ["__proto__"]: false } };
    const stored = storageIn(state).storage.set("k", value);
    value.list.push("later");
    await stored;
    const next = storageIn(state).storage;
    const found = await next.get("k");
    expect(JSON.stringify(found)).toBe('{"list":[1,null,"é\\ud800"],"of":{"__proto__":false}}');
    expect(await next.get("k")).not.toBe(found);
    expect(await next.get("K")).toBeUndefined();
  });

  it("lists keys sorted, by prefix, and forgets what is deleted", async () => {
    const { storage } = storageIn(folderWith());
    for (const key of ["b/2", "a", "b/10", "B", "b"]) await storage.set(key, key);
    expect(await storage.keys()).toEqual(["B", "a", "b", "b/10", "b/2"]);
    expect(await storage.keys("b/")).toEqual(["b/10", "b/2"]);
    expect([await storage.delete("a"), await storage.delete("a")]).toEqual([true, false]);
    await storage.clear();
    expect(await storage.keys()).toEqual([]);
    await storage.clear();
  });

  it("does calls on one key in the order in which they were made", async () => {
    const { storage } = storageIn(folderWith());
    const calls = [storage.set("k", 1), storage.update("k", (n) => [n ?? 0]), storage.delete("k"), storage.set("k", 2)];
    expect(await Promise.all(calls)).toEqual([undefined, [1], true, undefined]);
    expect(await storage.get("k")).toBe(2);
    await Promise.all([storage.set("new", 1), storage.clear()]);
    expect(await storage.keys()).toEqual([]);
  });

  it("changes a key by what it was, waits for the change, and leaves it where the change throws", async () => {
    const { storage } = storageIn(folderWith());
    const add = async (current: unknown) => (await Promise.resolve(), Number(current ?? 0) + 1);
    await Promise.all(Array.from({ length: 50 }, () => storage.update("n", add)));
    expect(await storage.get("n")).toBe(50);
    const fail = () => Promise.reject(new Error("mine"));
    await expect(storage.update("n", fail)).rejects.toThrow(/^mine$/);
    await expect(storage.update("n", () => Number.NaN)).rejects.toMatchObject({ code: "STORAGE_VALUE_INVALID" });
    expect(await storage.get("n")).toBe(50);
    expect(await storage.update("n", () => undefined)).toBeUndefined();
    expect(await storage.keys()).toEqual([]);
  });

  it("tells plugins apart whose ids differ by case, or are like paths", async () => {
    const state = folderWith();
    const ids = ["a/b", "A/b", "a-b", "a\\b", "..", ".", "../a-b", "con", "x".repeat(128), `${"x".repeat(127)}y`];
    for (const plugin of ids) await storageIn(state, { plugin }).storage.set("id", plugin);
    for (const plugin of ids) expect(await storageIn(state, { plugin }).storage.get("id")).toBe(plugin);
    const folders = readdirSync(join(state, "storage"));
    expect(new Set(folders.map((name) => name.toLowerCase())).size).toBe(ids.length);
    expect(readdirSync(state)).toEqual(["storage"]);
  });

  it("makes nothing on the disk for a plugin that stores nothing", async () => {
    const state = folderWith();
    const { storage } = storageIn(state);
    expect([await storage.get("k"), await storage.delete("k"), await storage.keys()]).toEqual([undefined, false, []]);
    await storage.clear();
    await expect(storage.set("k", undefined as never)).rejects.toThrow("value is undefined");
    expect(readdirSync(state)).toEqual([]);
  });

  it.runIf(process.platform !== "win32")(
    "is for its user alone, and leaves no file of a key that is gone",
    async () => {
      const state = join(folderWith(), "state");
      const { storage } = storageIn(state);
      await storage.set("k", 1);
      const { folder, names } = onDisk(state);
      const modes = [state, join(state, "storage"), folder, ...names.map((name) => join(folder, name))].map(
        (path) => statSync(path).mode & 0o777,
      );
      expect(modes).toEqual([0o700, 0o700, 0o700, 0o600, 0o600]);
      await storage.delete("k");
      expect(onDisk(state).names).toEqual([]);
    },
  );
});

describe("storage refuses [STORE-3]", () => {
  it.each([
    ["", "it is empty"],
    ["a\u0000", "a control character"],
    ["\u0085", "a control character"],
    ["k".repeat(257), "257 characters, more than 256"],
    [7 as never, "it is no text but number"],
  ])("the key %j", async (key, reason) => {
    const { storage } = storageIn(folderWith());
    const calls = [storage.get(key), storage.set(key, 1), storage.delete(key), storage.update(key, () => 1)];
    for (const call of calls) {
      await expect(call).rejects.toThrow(MortiseError);
      await expect(call).rejects.toMatchObject({
        code: "STORAGE_KEY_INVALID",
        message: expect.stringContaining(reason),
      });
    }
  });

  it("a value that is no JSON or too large, and says where, by an error with a TypeError for its cause", async () => {
    const { storage, reported } = storageIn(folderWith());
    const failure = storage.set("k", { a: [() => 1] } as never);
    await expect(failure).rejects.toMatchObject({ code: "STORAGE_VALUE_INVALID", cause: expect.any(TypeError) });
    await expect(failure).rejects.toThrow('storage key "k" that cannot be stored: value.a[0] is a function.');
    const most = 1024 * 1024 - 2;
    await storage.set("k", "x".repeat(most));
    await expect(storage.set("k", "x".repeat(most + 1))).rejects.toThrow("1048577 bytes long as JSON");
    expect(await storage.get("k")).toHaveLength(most);
    expect(reported).toEqual([]);
  });

  it("every call after unloading, and what still waits then", async () => {
    const { storage, unload } = storageIn(folderWith());
    await storage.set("k", 1);
    const running = storage.update("k", async (value) => (unload(), value ?? null));
    const waiting = storage.set("k", 2);
    const late = { code: "STORAGE_CLOSED" };
    const refused = { status: "rejected", reason: late };
    expect(await Promise.allSettled([running, waiting])).toMatchObject([refused, refused]);
    const calls = [storage.get("k"), storage.set("k", 1), storage.delete("k"), storage.keys(), storage.clear()];
    const settled = await Promise.allSettled([...calls, storage.update("k", () => 1)]);
    expect(settled).toMatchObject(settled.map(() => refused));
  });

  it("to wait for ever: a change that writes its own key", async () => {
    const { storage } = storageIn(folderWith(), { patienceMs: 50 });
    const within = storage.update("k", async () => (await storage.set("k", 1), 2));
    await expect(within).rejects.toMatchObject({ code: "STORAGE_BUSY" });
    await storage.set("k", 3);
    expect(await storage.get("k")).toBe(3);
  });
});

describe("a file that is broken [STORE-3]", () => {
  it.each([
    ["cut off", (path: string) => truncateSync(path, statSync(path).size - 3), "it is not whole"],
    ["emptied", (path: string) => truncateSync(path, 0), "it does not begin as the host writes it"],
    ["of another key", (path: string) => writeFileSync(path, '{"key":"other",\n"value":1}\n'), "another key"],
    ["without a value", (path: string) => writeFileSync(path, '{"key":"k",\n"v":1}\n'), "it has no value"],
    ["no object", (path: string) => writeFileSync(path, "null"), "another key"],
  ])("is an error that names it, %s, until it is written anew", async (_how, spoil, reason) => {
    const state = folderWith();
    await storageIn(state).storage.set("k", { secret: "s3cret" });
    const path = valueFile(state);
    spoil(path);
    const { storage, reported } = storageIn(state);
    for (const call of [() => storage.get("k"), () => storage.update("k", () => 1)]) {
      const failure = await call().then(String, (error: unknown) => error as MortiseError);
      expect(failure).toMatchObject({ code: "STORAGE_CORRUPT", diagnostic: { path, plugin: "p" } });
      expect(String(failure)).toContain(reason);
      expect(String(failure)).not.toContain("s3cret");
    }
    expect(reported.map(({ code }) => code)).toEqual(["STORAGE_CORRUPT"]);
    await storage.set("k", "new");
    expect(await storage.get("k")).toBe("new");
  });

  it("keeps the list of keys from being given as if it were whole, and can be cleared", async () => {
    const state = folderWith();
    await storageIn(state).storage.set("k", 1);
    writeFileSync(valueFile(state), "{}");
    const { storage } = storageIn(state);
    await expect(storage.keys()).rejects.toMatchObject({ code: "STORAGE_CORRUPT" });
    await storage.clear();
    expect(await storage.keys()).toEqual([]);
  });

  it("is not what a process leaves that died while writing: that is passed over, and goes with the next change", async () => {
    const state = folderWith();
    await storageIn(state).storage.set("k", 1);
    const draft = valueFile(state).replace(/json$/, "draft");
    const { storage } = storageIn(state);
    writeFileSync(draft, '{"key":"k",\n"val');
    writeFileSync(join(onDisk(state).folder, "notes.json"), "somebody else's");
    expect([await storage.get("k"), await storage.keys()]).toEqual([1, ["k"]]);
    await storage.set("k", 2);
    expect(existsSync(draft)).toBe(false);
    writeFileSync(draft, "x");
    await storage.clear();
    expect(onDisk(state).names).toEqual(["notes.json"]);
  });

  it("is told apart from a disk that refuses, which is named", async () => {
    const state = folderWith({ storage: "a file where the folder should be" });
    const { storage, reported } = storageIn(state);
    await expect(storage.set("k", 1)).rejects.toMatchObject({ code: "STORAGE_UNAVAILABLE" });
    expect(reported[0]?.message).toContain("not a directory");
    expect(readFileSync(join(state, "storage"), "utf8")).toContain("a file");
  });

  it("never takes the place of the old one when the new cannot be written", async () => {
    const state = folderWith();
    const { storage } = storageIn(state);
    await storage.set("k", "old");
    mkdirSync(valueFile(state).replace(/json$/, "draft"));
    await expect(storage.set("k", "new")).rejects.toMatchObject({ code: "STORAGE_UNAVAILABLE" });
    expect(await storage.get("k")).toBe("old");
  });
});
