import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gatewayContracts } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { openInEditor } from "./language-service.js";

const workspace = resolve(import.meta.dirname, "../../..");
const list = join(workspace, "packages/sdk/src/gateway-contracts.ts");
const methods = Object.keys(gatewayContracts);

const source = `import { definePlugin } from "@mortise/sdk";
export default definePlugin({
  id: "edited",
  register(api) {
${methods.map((method) => `    api.${method};`).join("\n")}
  },
});
`;
const editor = openInEditor(workspace, join(workspace, "packages/sdk/test/edited.ts"), source);
const listed = readFileSync(list, "utf8");
/** In the middle of a method's name, as an author would point at it. */
const placeOf = (method: string) => source.indexOf(`api.${method};`) + "api.reg".length;
/** The doc comment of a contract's entry in the list. */
const docsOf = (method: string) => new RegExp(`/\\*\\* (.*) \\*/\\n  ${method}:`).exec(listed)?.[1];

describe("an editor, for each of the methods that register [SDK-3]", () => {
  it("of which there are 30", () => {
    expect(methods).toHaveLength(30);
  });

  it.each(methods)("%s: shows the docs of the contract's entry, and goes to it", (method) => {
    const docs = docsOf(method);
    expect(docs).toMatch(/^(?:Registers|Offers) .+: \{@link \w+\}/);
    expect(editor.hover(placeOf(method))).toBe(docs);
    const [definition, ...others] = editor.definitions(placeOf(method));
    expect(others).toEqual([]);
    expect(definition?.path).toBe(list);
    expect(listed.slice(definition?.start)).toMatch(new RegExp(`^${method}: \\w+,`));
  });
});
