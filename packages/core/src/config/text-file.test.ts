import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith } from "../../test/folder.js";
import { readingProblem, readTextFile } from "./text-file.js";

function whyNot(path: string): string {
  try {
    readTextFile(path, 100);
  } catch (error) {
    return readingProblem(error);
  }
  return "it can be read";
}

it("reads as much as was asked for, and says whether there is more [CFG-5]", () => {
  const folder = folderWith({ "five.txt": "12345", "none.txt": "" });
  expect(readTextFile(join(folder, "five.txt"), 5)).toMatchObject({ text: "12345", isCut: false, stats: { size: 5 } });
  expect(readTextFile(join(folder, "five.txt"), 4)).toMatchObject({ text: "1234", isCut: true });
  expect(readTextFile(join(folder, "none.txt"), 4)).toMatchObject({ text: "", isCut: false });
});

it.runIf(process.platform === "linux")("reads files that have no size", () => {
  const { text, stats, isCut } = readTextFile("/proc/self/status", 100_000);
  expect(stats.size).toBe(0);
  expect(text).toContain("Name:");
  expect(isCut).toBe(false);
});

describe.skipIf(process.platform === "win32")("what is no regular file", () => {
  it("is refused without waiting for it", () => {
    const folder = folderWith();
    execFileSync("mkfifo", [join(folder, "pipe")]);
    mkdirSync(join(folder, "folder"));
    symlinkSync("loop", join(folder, "loop"));
    expect(whyNot(join(folder, "pipe"))).toBe("it is not a regular file");
    expect(whyNot(join(folder, "folder"))).toBe("it is not a regular file");
    expect(whyNot("/dev/zero")).toBe("it is not a regular file");
    expect(whyNot(join(folder, "loop"))).toBe("too many symbolic links encountered");
    expect(whyNot(join(folder, "absent"))).toBe("no such file or directory");
  });
});
