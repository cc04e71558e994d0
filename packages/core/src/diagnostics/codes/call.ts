import type { DiagnosticCatalogue } from "../define.js";

/** What can go wrong when a plugin's functions are called. */
export const callCodes = {
  HOOK_FAILED: {
    level: "error",
    message: "The handler of {hook} failed: {reason}",
    help: "The hook fails {policy}: {consequence}.",
  },
  HOOK_TIMEOUT: {
    level: "error",
    message: "The handler of {hook} took longer than {deadline} ms; what it answers later is dropped.",
    help: "The hook fails {policy}: {consequence}. Raise plugins.entries.{id}.deadlineMs if the time is needed.",
  },
  HOOK_RESULT_INVALID: {
    level: "error",
    message: "The handler of {hook} returned something that the hook does not take: {reason}.",
    help: "The hook fails {policy}: {consequence}.",
  },
  TIMER_FAILED: {
    level: "error",
    message: "A timer of the plugin failed: {reason}",
    help: "The host and an interval go on. Catch the error in the timer's function.",
  },
  SERVICE_START_FAILED: {
    level: "error",
    message: 'The service "{id}" did not start: {reason}',
    help: "The rest of the plugin works.",
  },
  SERVICE_STOP_FAILED: {
    level: "warning",
    message: 'The service "{id}" did not stop cleanly: {reason}',
    help: "The rest of the shutdown went on.",
  },
} as const satisfies DiagnosticCatalogue;
