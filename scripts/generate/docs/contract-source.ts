import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the source says of a contract: its doc comment, and the types that it is made of. */
export interface ContractSource {
  readonly summary: string;
  /** TypeScript that compiles on its own beside `@mortise/sdk`. */
  readonly types: string;
}

const declaration = /\/\*\* (?<summary>[^\n]+) \*\/\nexport const \w+ = define(?:Capability|Surface)/;

/** A type that is exported, with the comment above it. */
const typeBlock = /(?:\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?export (?:interface|type) [\s\S]*?\n(?=\n|$)/g;

const typeImport = /^import type \{[^}]*\} from "\.[^"]+";\n/gm;

/** Reads the contracts' sources below `packages/sdk/src` and gives each by its kind. */
export function readContractSources(top: string): (kind: string) => ContractSource {
  const folders = ["capabilities", "surfaces"].map((name) => join(top, "packages", "sdk", "src", name));
  const texts = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => readFileSync(join(folder, name), "utf8")),
  );
  return (kind) => {
    const text = texts.find((candidate) => candidate.includes(`kind: "${kind}"`));
    if (text === undefined) throw new Error(`No file of the SDK declares the contract ${kind}`);
    return parseContractSource(text);
  };
}

/** Takes apart the text of a file that declares one contract. */
export function parseContractSource(text: string): ContractSource {
  const found = declaration.exec(text);
  if (!found) throw new Error("A contract's declaration needs a doc comment of one line right above it");
  const imports = [...text.matchAll(typeImport)].map(([line]) =>
    line.trim().replace(/from "[^"]+"/, 'from "@mortise/sdk"'),
  );
  const types = [...text.matchAll(typeBlock)].map(([block]) => block.trim());
  return { summary: found.groups?.["summary"] ?? "", types: [imports.join("\n"), ...types].join("\n\n").trim() };
}
