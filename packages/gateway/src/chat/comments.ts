import type { CallEvent } from "@mortise/sdk";
import { readEvent } from "../requests/events.js";

/** What plugins have to tell while a reply is streamed, as comments between its events: clients of OpenAI's ignore them. */
export interface Comments {
  emit(event: CallEvent): void;
  /** Writes what was told so far, and from now on each as it comes. */
  open(write: (comment: string) => void): void;
  /** Nothing is written any more. */
  close(): void;
}

/** Earlier ones are forgotten when more wait for a reply that does not begin. */
const mostWaiting = 1_000;

/** Makes the comments of one reply: `: mortise.event`, and the event as JSON, on a line. */
export function createComments(requestId: string, redact: <Value>(value: Value) => Value): Comments {
  const waiting: string[] = [];
  let write: ((comment: string) => void) | undefined;
  let isOver = false;
  return {
    emit(event) {
      const told = isOver ? undefined : readEvent(event, requestId, redact);
      if (told === undefined) return;
      const comment = `: mortise.event ${JSON.stringify(told)}\n\n`;
      if (write) return write(comment);
      waiting.push(comment);
      if (waiting.length > mostWaiting) waiting.shift();
    },
    open(given) {
      for (const comment of waiting.splice(0)) given(comment);
      write = given;
    },
    close() {
      isOver = true;
    },
  };
}
