import type { Command } from "@mortise/sdk";
import type { Clock } from "./clock.js";

/** The command that tells a person the time: `time`, or `time Europe/Berlin`; `clock` is another name for it. */
export function createCommand(clock: Clock): Command {
  return {
    name: "time",
    aliases: ["clock"],
    description: "Tells the time, here or in the time zone that follows: time Europe/Berlin",
    execute: async ({ args }) => ({ text: tell(clock, args.trim()) }),
  };
}

function tell(clock: Clock, timeZone: string): string {
  try {
    const { text, timeZone: zone } = clock.read(timeZone || undefined);
    return `${text} (${zone})`;
  } catch (error) {
    if (error instanceof RangeError) return `${error.message}.`;
    throw error;
  }
}
