import { constants } from "node:os";

/** What Ctrl-C, or being told to end, does to a command that runs. */
export interface Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** The exit code that the signal stands for; absent while there was none. */
  readonly exitCode: number | undefined;
  /** Aborts it without a signal: nobody reads any more. */
  abort(): void;
  /** Lets go of the signals. */
  release(): void;
}

/** Listens to Ctrl-C. The first one aborts; a second one ends the process, because the command does not. */
export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const onSignal = (name: NodeJS.Signals) => {
    if (exitCode !== undefined) process.exit(exitCode);
    exitCode = 128 + constants.signals[name];
    controller.abort();
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    abort: () => controller.abort(),
    release: () => void process.off("SIGINT", onSignal).off("SIGTERM", onSignal),
  };
}
