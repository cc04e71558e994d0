import type { ListOptions } from "./commands/list.js";

/**
 * Reads `plugins list` without the library that reads every other command line, which takes longer to load than the
 * whole list to make. Anything out of the ordinary gives nothing and is left to the library.
 */
export function readQuickList(args: readonly string[]): ListOptions | undefined {
  const words: string[] = [];
  const found: { json?: boolean; enabled?: boolean; config?: string; color: boolean } = { color: true };
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] as string;
    if (arg === "--json" && words.length === 2) found.json = true;
    else if (arg === "--enabled" && words.length === 2) found.enabled = true;
    else if (arg === "--no-color") found.color = false;
    else if (arg.startsWith("--config=")) found.config = arg.slice("--config=".length);
    else if (arg === "--config" && index + 1 < args.length) found.config = args[(index += 1)] as string;
    else if (arg.startsWith("-")) return undefined;
    else words.push(arg);
  }
  return words.join(" ") === "plugins list" ? found : undefined;
}
