import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLineFile } from "./line-file.js";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "mortise-lines-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const noComplaint = (reason: string): never => {
  throw new Error(reason);
};

describe("createLineFile [VEND-7]", () => {
  it("keeps the order of lines that come while others are being written", async () => {
    const path = join(folder, "log");
    const file = createLineFile(path, noComplaint);
    const numbers = Array.from({ length: 500 }, (_, index) => String(index));
    for (const number of numbers) {
      file.append(number);
      if (Number(number) % 100 === 0) await Promise.resolve();
    }
    await file.flush();
    expect(readFileSync(path, "utf8")).toBe(`${numbers.join("\n")}\n`);
  });

  it("adds to what is there", async () => {
    const path = join(folder, "log");
    for (const line of ["one", "two"]) {
      const file = createLineFile(path, noComplaint);
      file.append(line);
      await file.flush();
    }
    expect(readFileSync(path, "utf8")).toBe("one\ntwo\n");
  });

  it("flushes at once when nothing was written", async () => {
    expect(await createLineFile(join(folder, "log"), noComplaint).flush()).toBeUndefined();
  });

  it("complains once, loses lines while it cannot write, and goes on when it can", async () => {
    const path = join(folder, "log");
    mkdirSync(path);
    const complaints: (readonly [string, number])[] = [];
    const file = createLineFile(path, (...complaint) => complaints.push(complaint));
    for (const line of ["lost", "lost too"]) {
      file.append(line);
      await file.flush();
    }
    expect(complaints).toEqual([[expect.stringContaining("EISDIR"), 1]]);
    rmSync(path, { recursive: true });
    file.append("written");
    await file.flush();
    expect(readFileSync(path, "utf8")).toBe("written\n");
    rmSync(path);
    mkdirSync(path);
    file.append("lost again");
    await file.flush();
    expect(complaints).toHaveLength(2);
  });
});
