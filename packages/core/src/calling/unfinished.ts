import { writeSync } from "node:fs";
import { activeCalls, beforeNextCall } from "./deadlines.js";

/** A call of a plugin's function that has not ended. */
export interface UnfinishedCall {
  readonly plugin: string;
  /** `handler of llm_input`, `synthesize of espeak`. */
  readonly what: string;
  /** How long it has been waited for, in milliseconds; about 20 ms may be missing. */
  readonly forMs: number;
}

/** The calls of this process that are waited for now, of all hosts; those that wait longest first. */
export function unfinishedCalls(): readonly UnfinishedCall[] {
  const now = performance.now();
  return activeCalls()
    .filter(({ plugin }) => plugin !== "")
    .map(({ plugin, what, since }) => ({ plugin, what, forMs: since < 0 ? 0 : Math.max(0, Math.round(now - since)) }));
}

let hosts = 0;
let isListening = false;

/**
 * From now on, when the process exits while calls are not finished, each is named on stderr with its plugin. Gives the
 * undo; the process is listened to while at least one host asked for it, and not before a first call waits.
 */
export function nameUnfinishedAtExit(): () => void {
  hosts += 1;
  if (!isListening) beforeNextCall(listen);
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    hosts -= 1;
    if (hosts === 0) stopListening();
  };
}

function listen(): void {
  beforeNextCall(undefined);
  isListening = true;
  process.on("exit", tell);
}

function stopListening(): void {
  beforeNextCall(undefined);
  isListening = false;
  process.off("exit", tell);
}

function tell(): void {
  for (const { plugin, what, forMs } of unfinishedCalls()) {
    const line = `mortise: the process exits while ${plugin}'s ${what} is not finished, after ${forMs} ms\n`;
    try {
      // Nothing that is not written at once would still be.
      writeSync(process.stderr.fd, line);
    } catch {
      return;
    }
  }
}
