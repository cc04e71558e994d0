import { expect, test } from "vitest";
import { asksForRootHelp, readCommandLine } from "./command-line.js";

test("what stands before the command's name is mortise's, what follows is the command's [CLI-1]", () => {
  expect(readCommandLine(["--config", "a.jsonc", "--no-color", "clock", "--config", "b", "--help"])).toEqual({
    options: { config: "a.jsonc", color: false },
    name: "clock",
    rest: ["--config", "b", "--help"],
    wantsHelp: false,
  });
  expect(readCommandLine(["--gateway=http://x/?a=b", "clock"])?.options).toEqual({
    gateway: "http://x/?a=b",
    color: true,
  });
});

test("what is not known, or lacks its value, is left to the library", () => {
  for (const args of [["--confg", "x", "clock"], ["--config"], ["-V"], ["--json", "clock"]]) {
    expect(readCommandLine(args)).toBeUndefined();
  }
});

test("the help of the whole is asked for in three ways, and by saying nothing", () => {
  const asks = (...args: string[]) => asksForRootHelp(readCommandLine(args) as never);
  expect([asks(), asks("--help"), asks("help"), asks("--help", "doctor")]).toEqual([true, true, true, false]);
  expect([asks("help", "doctor"), asks("doctor", "--help")]).toEqual([false, false]);
});
