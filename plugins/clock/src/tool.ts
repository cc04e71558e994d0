import type { Tool, ToolResult } from "@mortise/sdk";
import type { Clock } from "./clock.js";

/** The tool that tells a model the time. A zone that does not exist is told to the model as an error. */
export function createTool(clock: Clock): Tool {
  return {
    name: "clock_now",
    description: "Tells the current date and time. Call it whenever the answer depends on what time or day it is.",
    parameters: {
      type: "object",
      properties: {
        timeZone: {
          type: "string",
          description: "IANA time zone, for example Europe/Berlin. Leave it out for the operator's own.",
        },
      },
      additionalProperties: false,
    },
    execute: async ({ timeZone }) => tell(clock, timeZone),
  };
}

function tell(clock: Clock, timeZone: unknown): ToolResult {
  if (timeZone !== undefined && typeof timeZone !== "string") {
    return { text: "timeZone must be text: an IANA name such as Europe/Berlin", isError: true };
  }
  try {
    const reading = clock.read(timeZone);
    return { text: `${reading.iso} (${reading.timeZone})`, data: { ...reading } };
  } catch (error) {
    if (error instanceof RangeError) return { text: error.message, isError: true };
    throw error;
  }
}
