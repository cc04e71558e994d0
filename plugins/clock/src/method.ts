import { CapabilityError, type GatewayMethod, type JsonValue } from "@mortise/sdk";
import type { Clock } from "./clock.js";

/** The gateway method `clock.now`: the time as data, in `timeZone` where that is given. */
export function createMethod(clock: Clock): GatewayMethod {
  return {
    name: "clock.now",
    description: "The time as data: iso, timeZone, text, unixMs.",
    parameters: {
      type: "object",
      properties: { timeZone: { type: "string", description: "IANA time zone, for example Europe/Berlin." } },
      additionalProperties: false,
    },
    call: async (parameters) => ({ ...read(clock, parameters) }),
  };
}

/** Throws `invalid-request` for a zone that does not exist: it is the caller's to mend. */
function read(clock: Clock, parameters: JsonValue) {
  const { timeZone } = parameters as { readonly timeZone?: string };
  try {
    return clock.read(timeZone);
  } catch (error) {
    if (error instanceof RangeError) throw new CapabilityError(error.message, { code: "invalid-request" });
    throw error;
  }
}
