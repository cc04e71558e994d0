import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run } from "../../packages/cli/src/program.js";
import { placeOf } from "./blocks.js";
import { readPages, top } from "./pages.js";
import { answeredCommands, kindOf } from "./rules.js";

const cases = readPages()
  .flatMap((page) => page.blocks.filter((block) => kindOf(block) === "answer"))
  .flatMap((block) => answeredCommands(block).map((command) => ({ place: placeOf(block), command, text: block.text })));

/** The members of an answer, each with what it is. */
function form(text: string): Readonly<Record<string, string>> {
  const members = Object.entries(JSON.parse(text) as Readonly<Record<string, unknown>>);
  return Object.fromEntries(members.map(([name, value]) => [name, Array.isArray(value) ? "list" : typeof value]));
}

describe("answers in the documentation [API-4, REPO-4]", () => {
  it.each(cases)("$place has the members of what mortise $command answers", async ({ command, text }) => {
    const { stdout } = await run(["--config", join(top, "mortise.jsonc"), ...command.split(" ")]);
    expect(form(text)).toEqual(form(stdout));
  });
});
