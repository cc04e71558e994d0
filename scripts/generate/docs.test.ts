import { describe, expect, it } from "vitest";
import { parseContractSource } from "./docs/contract-source.js";
import { diagnosticsPage } from "./docs/diagnostics-page.js";
import { schemaTable } from "./docs/schema-table.js";
import { parseSettings } from "./docs/settings-source.js";

describe("schemaTable [REPO-3]", () => {
  const schema = {
    type: "object",
    required: ["id"],
    properties: {
      id: { type: "string", description: "Written <id> | here." },
      limit: { type: "integer", minimum: 1, maximum: 9 },
      paths: { type: "array", items: { type: "string" } },
      entries: {
        type: "object",
        patternProperties: { "^.*$": { type: "object", properties: { on: { type: "boolean", description: "On." } } } },
      },
    },
  };

  it("has a row for every key, those of maps and of what they hold included", () => {
    expect(schemaTable(schema, { entries: "id" }).split("\n").slice(2)).toEqual([
      "| `id` | string | Written \\<id\\> \\| here. **Required.** |",
      "| `limit` | integer, 1 to 9 |  |",
      "| `paths` | list of strings |  |",
      "| `entries` | map to object |  |",
      "| `entries.<id>.on` | boolean | On. |",
    ]);
  });

  it("asks for a word for the keys of a map", () => {
    expect(() => schemaTable(schema, {})).toThrow("Give the keys of entries a name");
  });
});

describe("parseContractSource", () => {
  const source = [
    'import { defineCapability } from "../contract.js";',
    'import type { CallContext } from "../context.js";',
    "",
    "/** Reads. */",
    "export interface Reader {",
    "  read(request: string, context: CallContext): Promise<string>;",
    "}",
    "",
    "/** Reading things. */",
    'export const reading = defineCapability<Reader>()({ kind: "reading", operations: { read: "required" } });',
  ];

  it("keeps the types, importing from the SDK, and the contract's own comment", () => {
    const { summary, types } = parseContractSource(source.join("\n"));
    expect(summary).toBe("Reading things.");
    expect(types.split("\n")).toEqual(['import type { CallContext } from "@mortise/sdk";', ...source.slice(2, 7)]);
  });

  it("refuses a contract without a comment", () => {
    const bare = source.filter((line) => !line.includes("Reading things"));
    expect(() => parseContractSource(bare.join("\n"))).toThrow("needs a doc comment");
  });
});

describe("parseSettings", () => {
  it("reads each member with its comment", () => {
    const text = "export interface Settings {\n  /** The port. */\n  readonly port?: number;\n}\n";
    expect(parseSettings(text, "Settings")).toEqual([{ key: "port", type: "number", meaning: "The port." }]);
  });

  it("refuses a member without one, and an interface that is not there", () => {
    expect(() => parseSettings("export interface Settings {\n  readonly port: number;\n}\n", "Settings")).toThrow(
      "doc comment",
    );
    expect(() => parseSettings("", "Settings")).toThrow("doc comment");
  });
});

describe("diagnosticsPage", () => {
  it("has a heading for each code, and shows its texts as they are", () => {
    const catalogue = { ODD_KEY: { level: "error", message: "Found <{key}>.", help: "Use *.ts." } } as const;
    const [file, text] = diagnosticsPage([{ title: "Core", catalogue }]);
    expect(file).toBe("docs/reference/diagnostics.md");
    expect(text).toContain("### ODD_KEY\n\n`error`: Found \\<{key}\\>.\n\n**What to do:** Use \\*.ts.\n");
  });
});
