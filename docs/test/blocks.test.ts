import { describe, expect, it } from "vitest";
import { readBlocks } from "./blocks.js";
import { readCurl } from "./curl.js";
import { kindOf } from "./rules.js";
import { readCommands } from "./shell-words.js";

const page = (...lines: readonly string[]) => readBlocks("page.md", lines.join("\n"));

describe("readBlocks [REPO-4]", () => {
  it("gives each block its place, its file and its text, without the indentation of the list it stands in", () => {
    const [first, second] = page(
      "# A",
      "```js title=a/b.js run",
      "x",
      "```",
      "## B",
      "- c",
      "  ```jsonc",
      "  // d.json",
      "  ```",
    );
    expect(first).toMatchObject({ line: 2, section: 0, heading: "A", language: "js", title: "a/b.js", text: "x" });
    expect(first?.flags).toEqual(new Set(["run"]));
    expect(second).toMatchObject({ line: 7, section: 1, heading: "B", title: "d.json", text: "// d.json" });
  });

  it("refuses a block that is not closed", () => {
    expect(() => page("text", "```js", "x")).toThrow("page.md:2: this block is not closed");
  });
});

describe("kindOf", () => {
  it.each([
    ["```python", 'no rule for the language "python"'],
    ["```", 'no rule for the language ""'],
    ["```text", "say what this text is"],
    ["```json", "name the file that this JSON is"],
  ])("refuses a block that starts with %s", (fence, message) => {
    expect(() => page(fence, '{ "id":', "1 }", "```").map(kindOf)).toThrow(message);
  });
});

describe("readCommands", () => {
  it("joins lines that go on, takes quotes off and leaves comments out", () => {
    expect(readCommands('# first\ncurl -d \'{"a": "#"}\' \\\n  http://h/#x # why\n\nnpm test')).toEqual([
      ["curl", "-d", '{"a": "#"}', "http://h/#x"],
      ["npm", "test"],
    ]);
  });

  it("refuses a quote that is not closed", () => {
    expect(() => readCommands("echo 'a")).toThrow("A quote is not closed");
  });
});

describe("readCurl", () => {
  it("makes the request that curl would send", async () => {
    const { request, output } = readCurl(["-s", "http://h/p", "-H", "a: b:c", "-d", "{}", "-o", "x.wav"]);
    expect([request.method, request.url, request.headers.get("a"), await request.text(), output]).toEqual([
      "POST",
      "http://h/p",
      "b:c",
      "{}",
      "x.wav",
    ]);
  });

  it("refuses an option that it does not know", () => {
    expect(() => readCurl(["--retry", "http://h"])).toThrow("curl --retry");
  });
});
