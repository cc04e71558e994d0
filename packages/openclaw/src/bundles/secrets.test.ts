import { describe, expect, it } from "vitest";
import { argumentsWithoutSecrets, referencedVariables, withoutSecrets } from "./secrets.js";

describe("a text that is shown [OC-6]", () => {
  it.each([
    ["npx", "npx"],
    ["@acme/mcp-server@1.2.3", "@acme/mcp-server@1.2.3"],
    ["${CLAUDE_PLUGIN_ROOT}/servers/main.js", "${CLAUDE_PLUGIN_ROOT}/servers/main.js"],
    ["https://mcp.example.org/v1/sse", "https://mcp.example.org/v1/sse"],
    ["--max-tokens=4096", "--max-tokens=4096"],
    ["--region=eu", "--region=eu"],
    ["--api-key=${ACME_KEY}", "--api-key=${ACME_KEY}"],
    ["Authorization: Bearer ${TOKEN}", "Authorization: Bearer ${TOKEN}"],
  ])("stays what it is: %s", (text, shown) => {
    expect(withoutSecrets(text)).toBe(shown);
  });

  it.each([
    ["--api-key=abc", "--api-key=[hidden]"],
    ["--apiKey=abc", "--apiKey=[hidden]"],
    ["ACME_TOKEN=abc", "ACME_TOKEN=[hidden]"],
    ["--env=ACME_TOKEN=abc", "--env=ACME_TOKEN=[hidden]"],
    ["Authorization: Bearer abc", "Authorization: [hidden]"],
    ["--header=X-Custom: abc", "--header=X-Custom: [hidden]"],
    ["${ACME_KEY:-abc}", "${ACME_KEY}"],
    ["--password=prefix-${PASSWORD}", "--password=[hidden]"],
    ['{"apiKey": "abc", "region": "eu"}', '{"apiKey":"[hidden]", "region":"eu"}'],
    ["https://user:pass@example.org/x", "https://[hidden]@example.org/x"],
    ["--url=postgres://user:pass@db/x", "--url=postgres://[hidden]@db/x"],
    ["https://example.org/x?key=abc&v=${V}#abc", "https://example.org/x?key=[hidden]&v=${V}"],
    ["https://example.org/s/Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5/mcp", "https://example.org/s/[hidden]/mcp"],
    ["sk-proj-abcdefghijklmnop", "[hidden]"],
    ["ghp_abcdefghijklmnopqrst", "[hidden]"],
  ])("loses its secret: %s", (text, shown) => {
    expect(withoutSecrets(text)).toBe(shown);
  });
});

describe("arguments", () => {
  it("lose what stands behind a flag for a secret or a header", () => {
    const given = [
      "-y",
      "srv",
      "--token",
      "abc",
      "--key",
      "${KEY}",
      "-H",
      "X-Any: abc",
      "--header",
      "A:${B}",
      "--token",
    ];
    expect(argumentsWithoutSecrets(given)).toEqual([
      "-y",
      "srv",
      "--token",
      "[hidden]",
      "--key",
      "${KEY}",
      "-H",
      "X-Any: [hidden]",
      "--header",
      "A:${B}",
      "--token",
    ]);
  });
});

it("the variables that texts refer to are found, but for the bundle's own folders", () => {
  const server = {
    args: ["${B:-x}", "${CLAUDE_PLUGIN_ROOT}/x"],
    env: { A: "${A} ${B}", C: "$C" },
    url: "${PLUGIN_DATA}",
  };
  expect(referencedVariables(server)).toEqual(["A", "B"]);
});
