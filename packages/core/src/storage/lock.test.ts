import { closeSync, openSync, readdirSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith } from "../../test/folder.js";
import { lockNow, takeLock } from "./lock.js";
import { loadTryLock, tryLockBesideGlibc } from "./native-lock.js";

const waiting = () => new AbortController();

describe("a lock [STORE-2]", () => {
  it("is one holder's at a time, even in one process, and makes its folder", async () => {
    const path = join(folderWith(), "made", "k.lock");
    const first = await takeLock(path, waiting().signal);
    const inside: string[] = [];
    const second = takeLock(path, waiting().signal).then((lock) => (inside.push("second"), lock));
    await new Promise((resolve) => setTimeout(resolve, 30));
    inside.push("first leaves");
    await first.release();
    await (await second).release();
    expect(inside).toEqual(["first leaves", "second"]);
  });

  it("on a file that is removed between opening and locking it keeps nobody out, and is not taken for one", async () => {
    const path = join(folderWith(), "k.lock");
    const tryLock = await loadTryLock();
    const removing = (fd: number) => (unlinkSync(path), tryLock(fd));
    const replacing = (fd: number) => (unlinkSync(path), writeFileSync(path, ""), tryLock(fd));
    expect([await lockNow(path, removing), await lockNow(path, replacing)]).toEqual([undefined, undefined]);
    const held = await lockNow(path, tryLock);
    expect(await lockNow(path, tryLock)).toBeUndefined();
    await held?.close();
  });

  it("leaves no file open when it is not got", async () => {
    const path = join(folderWith(), "k.lock");
    const held = await takeLock(path, waiting().signal);
    const impatient = waiting();
    const late = takeLock(path, impatient.signal);
    impatient.abort();
    await expect(late).rejects.toThrow("aborted");
    await held.release();
    if (process.platform !== "linux") return;
    const open = readdirSync("/proc/self/fd").length;
    for (let round = 0; round < 20; round += 1) await (await takeLock(path, waiting().signal)).release();
    expect(readdirSync("/proc/self/fd").length).toBeLessThanOrEqual(open);
  });
});

it.runIf(process.platform === "linux")("the two ways to the system's locks keep each other out", async () => {
  const path = join(folderWith(), "k.lock");
  const [one, other] = [openSync(path, "a"), openSync(path, "a")];
  const [usual, direct] = [await loadTryLock(), tryLockBesideGlibc()];
  expect([usual(one), direct(other)]).toEqual([true, false]);
  closeSync(one);
  expect([direct(other), usual(openSync(path, "a"))]).toEqual([true, false]);
  expect(() => direct(9999)).toThrow("bad file descriptor");
});
