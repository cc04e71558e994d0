import type { Fields } from "../fields/known.js";
import { withMetadata, type Declared } from "./declared.js";

/** The commands of a chat, and those of the command line. */
export function readCommands({ commandAliases = [], cliCommands = [] }: Fields): readonly Declared[] {
  // The other aliases name commands of OpenClaw's command line, not of a chat.
  const slash = commandAliases.filter(({ kind }) => kind === "runtime-slash");
  const lines = commandAliases.filter(({ kind }) => kind !== "runtime-slash");
  const aliasesOf = (command: string) =>
    lines.flatMap(({ name, cliCommand }) => (cliCommand === command && name && name !== command ? [name] : []));
  const cliCommandOf = (command: string) => slash.find(({ name }) => name === command)?.cliCommand;
  return [
    {
      key: "commands",
      ids: withMetadata(namesOf(slash), (name) => ({ cliCommand: cliCommandOf(name) })),
      pointer: "/commandAliases",
    },
    {
      key: "cli",
      ids: withMetadata(namesOf(cliCommands), (command) => {
        const { name: _name, ...described } = cliCommands.find(({ name }) => name === command) ?? {};
        const aliases = aliasesOf(command);
        return { ...described, ...(aliases.length > 0 && { aliases }) };
      }),
      pointer: "/cliCommands",
    },
  ];
}

function namesOf(named: readonly { readonly name?: string }[]): readonly string[] {
  return named.flatMap(({ name }) => name ?? []);
}
