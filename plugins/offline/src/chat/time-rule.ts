import type { Clock, Rule } from "./rule.js";

const opening = String.raw`(?:tell me |do you know |and )?(?:what(?:'s|’s| is| are)? |which )?(?:the |today's )?(?:current |exact |local )?`;
const subject = String.raw`(?:time|date|day|weekday|year|month)`;
const closing = String.raw`(?: is it| is today| of the (?:day|week|month))?(?: it is)?(?: now| right now| today| here)*`;
const question = new RegExp(`^${opening}${subject}(?: and (?:the )?${subject})?${closing}[\\s?.!]*$`, "i");

/** Whether a message asks for the time or the date, and for nothing else. */
export function asksForTime(message: string): boolean {
  return question.test(message);
}

/** The machine's clock. Throws when `timeZone` is not one that this Node knows. */
export function systemClock(timeZone: string | undefined): Clock {
  const now = () => new Date();
  if (timeZone === undefined) return { now };
  try {
    new Intl.DateTimeFormat("en", { timeZone });
  } catch (cause) {
    throw new Error(
      `config.timeZone ${JSON.stringify(timeZone)} is not a time zone. Write one such as "Europe/Berlin".`,
      {
        cause,
      },
    );
  }
  return { now, timeZone };
}

/** Tells date and time by the host's clock. */
export const timeRule: Rule = {
  example: "what time is it",
  answer: (message, { clock }) => (asksForTime(message) ? sayTime(clock) : undefined),
};

function sayTime({ now, timeZone }: Clock): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const date = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", ...zone });
  const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", ...zone });
  const moment = now();
  return `It is ${time.format(moment)} on ${date.format(moment)} (${date.resolvedOptions().timeZone}).`;
}
