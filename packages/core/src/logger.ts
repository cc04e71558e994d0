import type { PluginLogger } from "@mortise/sdk";
import type { Redactor } from "./validation/redactor.js";

/** One line of a log. */
export interface LogRecord {
  readonly level: "debug" | "info" | "warn" | "error";
  /** The plugin that wrote it; absent for the host's own. */
  readonly plugin?: string;
  readonly message: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Takes log lines; the application's own logger stands behind it. */
export type LogSink = (record: LogRecord) => void;

/** A plugin's logger: every line carries its id and passes the redactor; a sink that throws harms nobody. */
export function createPluginLogger(plugin: string, sink: LogSink, redactor: Redactor): PluginLogger {
  const at = (level: LogRecord["level"]) => (message: string, fields?: Readonly<Record<string, unknown>>) => {
    try {
      const record = { level, plugin, message: redactor.text(String(message)) };
      sink(fields === undefined ? record : { ...record, fields: redactor.data(fields) });
    } catch {
      // A log line that cannot be written is lost; the plugin is not to blame for it.
    }
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}
