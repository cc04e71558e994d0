import type { DiagnosticCatalogue } from "../define.js";

/** What can go wrong when plugins are changed while the host runs. */
export const lifecycleCodes = {
  ON_LOAD_FAILED: {
    level: "error",
    message: "onLoad failed: {reason}",
    help: "Nothing of the plugin is active. Mend what it says, or disable the plugin.",
  },
  ON_LOAD_TIMEOUT: {
    level: "error",
    message: "onLoad did not finish within {deadline} ms.",
    help: "Nothing of the plugin is active. What may take longer belongs into a service.",
  },
  RUNTIME_NOT_READY: {
    level: "error",
    message: "onLoad of {id} waits for what {needed} brings, which is only there when that onLoad is done.",
    help: "Call it from a handler or from the start of a service. What another plugin brings is there before onLoad if the manifest names that plugin under requires.",
  },
  UPDATE_UNLOADED: {
    level: "error",
    message: "api.update was called by a plugin that is not loaded any more; nothing was registered.",
    help: "Stop when api.signal is aborted.",
  },
  UPDATE_ASYNC: {
    level: "error",
    message: "What api.update was given returned a promise; it must be synchronous. Nothing was registered.",
    help: "Wait for what is needed first, then call api.update.",
  },
  CONFIG_UPDATE_FAILED: {
    level: "warning",
    message: "onConfigUpdate failed for {scope}: {reason}",
    help: "The plugin is loaded anew instead.",
  },
  CONFIG_SCOPE_UNKNOWN: {
    level: "error",
    message: 'The plugin subscribes to config of "{scope}", which this application does not have.{suggestion}',
    help: "It has: {known}. Remove the scope from configSubscriptions, or write one of these.",
  },
  CONFIG_SCOPE_SELF: {
    level: "error",
    message: '"self" cannot be subscribed to: a plugin always hears of its own config.',
    help: 'Remove "self" from configSubscriptions.',
  },
  PLUGIN_NOT_FOUND: {
    level: "error",
    message: 'There is no plugin "{id}".{suggestion}',
    help: "mortise plugins list shows those that there are.",
  },
  PLUGIN_KEPT_OUT: {
    level: "error",
    message: "{id} does not run: {reason}.",
    help: "mortise plugins inspect {id} shows what to change.",
  },
  CHANGE_NOT_TAKEN: {
    level: "error",
    message: "What changed of {id} was not taken over, and it runs on as it was: {reason}",
    help: "Mend what it says and reload the plugin.",
  },
  CONFIG_NOT_TAKEN: {
    level: "error",
    message: "The changed config was not taken over, and the host runs on with the one before: {reason}",
    help: "Mend what it says; it is read again at the next change.",
  },
  CHANGE_LISTENER_FAILED: {
    level: "error",
    message: "A function that host.onChange was given failed: {reason}",
    help: "The change was made all the same, and the function hears of the next one. Catch the error there.",
  },
  WATCH_FAILED: {
    level: "warning",
    message: "Files could not be watched: {reason}",
    help: "Changes may be missed; reload by hand. On Linux the limit is fs.inotify.max_user_watches.",
  },
  WATCH_RESTLESS: {
    level: "warning",
    message: "{file} changes each time it was taken over; from now on it waits until the file rests.",
    help: "A plugin must not write beside itself: api.storage keeps what it has to keep.",
  },
  CALLS_UNFINISHED: {
    level: "warning",
    message: "{count} calls still run on an instance of {id} that was replaced {grace} ms ago; it was disposed now.",
    help: "A call must end when its signal is aborted, and a stream when nobody reads it.",
  },
} as const satisfies DiagnosticCatalogue;
