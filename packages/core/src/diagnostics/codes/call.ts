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
  HOOK_ORDER_CYCLE: {
    level: "warning",
    message: "The handlers of {hook} each ask to go before the next: {chain}. What {plugin} asked was dropped.",
    help: "Remove one of the before or after options along the chain.",
  },
  BREAKER_OPENED: {
    level: "error",
    message: "{operation} failed {failures} times in a row, the last time because {reason}; it is not called any more.",
    help: "It is tried again in {seconds} s, and called as before once that goes well. Until then its callers are refused.",
  },
  BREAKER_CLOSED: {
    level: "advisory",
    message: "{operation} works again and is called as before.",
    help: "Nothing has to be done.",
  },
  TIMER_FAILED: {
    level: "error",
    message: "A timer of the plugin failed: {reason}",
    help: "The host and an interval go on. Catch the error in the timer's function.",
  },
  ESCAPED_EXCEPTION: {
    level: "error",
    message: "An error left the plugin by a timer, a listener or a stream: {reason}{times}",
    help: "The host goes on; what the plugin was about stopped midway. Catch the error there, or use the timers of api.",
  },
  ESCAPED_REJECTION: {
    level: "error",
    message: "A promise of the plugin was rejected and nobody handled it: {reason}{times}",
    help: "The host goes on; what the plugin was about did not happen. Await the promise there, or catch its error.",
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
  USER_CONFIG_INVALID: {
    level: "error",
    message:
      'What the user set for the plugin "{id}" is not valid at {at}: expected {expected}, found {found}.{suggestion} The call was refused.',
    help: "The user corrects it where the application keeps it; the manifest's userConfigSchema says what it takes.",
  },
  USER_CONFIG_UNAVAILABLE: {
    level: "error",
    message: 'What the user set for the plugin "{id}" could not be read: {reason}. The call was refused.',
    help: "The application reads it, by the function that createHost was given as userConfig.",
  },
  USER_CONFIG_SCHEMA_INVALID: {
    level: "error",
    message: "The plugin's userConfigSchema is itself wrong: {reason}. The call was refused.",
    help: "This is the plugin author's to mend, at the pointer named in the manifest.",
  },
} as const satisfies DiagnosticCatalogue;
