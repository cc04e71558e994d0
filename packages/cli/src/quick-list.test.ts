import { beforeEach, expect, test, vi } from "vitest";
import { list } from "./commands/list.js";
import { run } from "./program.js";
import { readQuickList } from "./quick-list.js";

vi.mock("./commands/list.js", () => ({ list: vi.fn(async () => ({ stdout: "", stderr: "", exitCode: 0 })) }));

beforeEach(() => void vi.mocked(list).mockClear());

test.each([
  [["plugins", "list"]],
  [["plugins", "list", "--json"]],
  [["plugins", "list", "--enabled", "--json"]],
  [["--config", "a.jsonc", "plugins", "list"]],
  [["plugins", "list", "--config=b.jsonc", "--no-color"]],
])("reads %j as the library does [CLI-4]", async (args) => {
  const quick = readQuickList(args);
  await run(args);
  expect(quick).toBeDefined();
  expect(vi.mocked(list).mock.calls).toEqual([[quick]]);
});

test.each([
  [["plugins", "list", "--help"]],
  [["plugins", "list", "--gateway", "http://127.0.0.1:1"]],
  [["plugins", "list", "--config"]],
  [["plugins", "list", "more"]],
  [["plugins", "--json", "list"]],
  [["plugins", "inspect", "list"]],
  [["list"]],
  [[]],
])("leaves %j to the library", (args) => {
  expect(readQuickList(args)).toBeUndefined();
});
