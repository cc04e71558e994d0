import { Command } from "commander";
import { expect, test } from "vitest";
import { coreCommands, isCoreCommand } from "./core-commands.js";
import { addCommands } from "./program-commands.js";

test("the list of mortise's own commands is that of the program [CLI-5]", () => {
  const program = new Command("mortise");
  addCommands(program, () => {});
  const names = program
    .createHelp()
    .visibleCommands(program)
    .map((command) => command.name());
  expect(Object.keys(coreCommands)).toEqual(names);
  expect(isCoreCommand("toString")).toBe(false);
});
