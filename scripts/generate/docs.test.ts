import { describe, expect, it } from "vitest";
import { parseContractSource } from "./docs/contract-source.js";
import { diagnosticsPage } from "./docs/diagnostics-page.js";
import { schemaTable } from "./docs/schema-table.js";
import { openclawCompatibilityPage, type OpenclawSupport } from "./docs/openclaw-compatibility-page.js";
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

describe("openclawCompatibilityPage [OC-9]", () => {
  const stub = (subpath: string) => ({ subpath, status: "stub", exports: [], missing: [] }) as const;
  const support: OpenclawSupport = {
    version: "1.2.3",
    api: [
      { name: "id", support: "full", counterpart: "id" },
      { name: "registerOne", support: "full", counterpart: "registerFirst, on" },
      { name: "registerTwo", support: "partial", counterpart: "registerSecond", note: "Half | of it." },
      { name: "registerThree", support: "refused", note: "nobody asks" },
      { name: "registerFour", support: "refused", note: "nobody asks" },
    ],
    hooks: [{ name: "never_called", support: "refused", note: "it is not" }],
    runtime: [],
    subpaths: [
      { subpath: "whole", status: "full", exports: ["a"], missing: [] },
      { subpath: "half", status: "partial", exports: ["a", "b"], missing: ["c"] },
      ...["agent-a", "agent-b", "agent-c", "lone"].map(stub),
    ],
  };
  const [file, text] = openclawCompatibilityPage(support);
  const lines = text.split("\n");

  it("counts what is full, partial and refused of each part", () => {
    expect(file).toBe("docs/reference/openclaw-compatibility.md");
    expect(lines).toContain("| [members of `api`](#members-of-api) | 2 | 1 | 2 |");
    expect(lines).toContain("| [hooks](#hooks) | 0 | 0 | 1 |");
    expect(lines).toContain("| [subpaths of `openclaw/plugin-sdk`](#subpaths-of-openclawplugin-sdk) | 1 | 1 | 4 |");
  });

  it("names every part once, with what stands for it, what differs, and why not", () => {
    expect(lines).toContain("**Full**: `id`, `registerOne` (`registerFirst`, `on`)");
    expect(lines).toContain("| `registerTwo` | `registerSecond` | Half \\| of it. |");
    expect(lines).toContain("| `registerThree`, `registerFour` | nobody asks |");
    expect(lines).toContain("| `half` | 2 of 3 | `a`, `b` |");
  });

  it("keeps subpaths that have nothing together by their first words", () => {
    expect(lines).toContain("| agent | `agent-a`, `agent-b`, `agent-c` |");
    expect(lines).toContain("| other things | `lone` |");
  });
});
