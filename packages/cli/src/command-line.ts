import type { GlobalOptions } from "./options.js";

/** A command line, as far as it can be read without knowing the command. */
export interface CommandLine {
  readonly options: GlobalOptions;
  /** The first word that is no option. */
  readonly name?: string;
  /** What follows the name, as it was written. */
  readonly rest: readonly string[];
  /** Whether help is asked for before any command is named. */
  readonly wantsHelp: boolean;
}

/** Options that take a value, by how they are written. */
const valued: Readonly<Record<string, "config" | "gateway">> = { "--config": "config", "--gateway": "gateway" };

/**
 * Reads what stands before the command's name. Nothing where an option stands there that is not known, or lacks its
 * value: that is for the library to say.
 */
export function readCommandLine(args: readonly string[]): CommandLine | undefined {
  const found: { config?: string; gateway?: string; color: boolean } = { color: true };
  let wantsHelp = false;
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] as string;
    const [flag = "", ...value] = arg.split("=");
    const key = Object.hasOwn(valued, flag) ? valued[flag] : undefined;
    if (arg === "--no-color") found.color = false;
    else if (arg === "--help" || arg === "-h") wantsHelp = true;
    else if (key !== undefined) {
      const given = value.length > 0 ? value.join("=") : args[(index += 1)];
      if (given === undefined) return undefined;
      found[key] = given;
    } else if (arg.startsWith("-")) return undefined;
    else return { options: found, name: arg, rest: args.slice(index + 1), wantsHelp };
  }
  return { options: found, rest: [], wantsHelp };
}

/** Whether it asks for the help of mortise as a whole; saying nothing is asking too. */
export function asksForRootHelp({ name, rest }: CommandLine): boolean {
  return name === undefined || (name === "help" && rest.length === 0);
}
