import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readPage, top } from "./pages.js";

/** The names of an interface's optional members, read off its source. */
function optionsOf(file: string, name: string): readonly string[] {
  const text = readFileSync(join(top, "packages", "core", "src", file), "utf8");
  const body = new RegExp(`^export interface ${name}\\b[\\s\\S]*?\\{\\n(?<members>[\\s\\S]*?)^\\}`, "m").exec(
    text,
  )?.groups;
  return [...(body?.["members"] ?? "").matchAll(/^ {2}(?:readonly )?(\w+)\?/gm)].map(([, option = ""]) => option);
}

it("the page lists every option of createHost, and no other [REPO-4]", () => {
  const table = readPage("docs/getting-started.md").text.split("## What `createHost` takes")[1] ?? "";
  const listed = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, option = ""]) => option);
  const options = new Set([
    ...optionsOf("control-plane.ts", "ControlPlaneOptions"),
    ...optionsOf("host-interface.ts", "HostOptions"),
  ]);
  expect(listed.toSorted()).toEqual([...options].toSorted());
});
