import type { CliCommand, CliInvocation } from "@mortise/sdk";
import type { Clock } from "./clock.js";

const usage = "Usage: mortise clock [time zone] [--json]";

/** `mortise clock`, `mortise clock Europe/Berlin --json`. Exits with 2 where it was called in a way that makes no sense. */
export function createCliCommand(clock: Clock): CliCommand {
  return {
    name: "clock",
    description: "Tells the time, here or in the time zone that is named",
    run: async (invocation) => ({ exitCode: await tell(clock, invocation) }),
  };
}

async function tell(clock: Clock, { args, write, writeError }: CliInvocation): Promise<number> {
  if (args.includes("--help")) {
    await write(`${usage}\n`);
    return 0;
  }
  const zones = args.filter((arg) => arg !== "--json");
  if (zones.length > 1 || zones[0]?.startsWith("-") === true) {
    await writeError(`${usage}\n`);
    return 2;
  }
  try {
    const reading = clock.read(zones[0]);
    await write(args.includes("--json") ? `${JSON.stringify(reading)}\n` : `${reading.text} (${reading.timeZone})\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    await writeError(`${error.message}.\n`);
    return 2;
  }
}
