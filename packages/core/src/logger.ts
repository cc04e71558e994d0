import type { PluginLogger } from "@mortise/sdk";
import type { Redactor } from "./validation/redactor.js";

/** One line of a log. */
export interface LogRecord {
  readonly level: "debug" | "info" | "warn" | "error";
  /** The plugin that wrote it; absent for the host's own. */
  readonly plugin?: string;
  readonly message: string;
  /** Plain data that JSON can carry. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Takes log lines; the application's own logger stands behind it. */
export type LogSink = (record: LogRecord) => void;

/** A plugin's logger: every line carries its id and passes the redactor; a sink that throws harms nobody. */
export function createPluginLogger(plugin: string, sink: LogSink, redactor: Redactor): PluginLogger {
  const at = (level: LogRecord["level"]) => (message: unknown, fields?: Readonly<Record<string, unknown>>) => {
    try {
      const record = { level, plugin, message: redactor.text(String(message)) };
      sink(
        fields === undefined
          ? record
          : { ...record, fields: redactor.data(plain(fields) as Readonly<Record<string, unknown>>) },
      );
    } catch {
      // A log line that cannot be written is lost; the plugin is not to blame for it.
    }
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** Deeper than this nobody reads. */
const deepest = 8;

/** What was logged as plain data: errors with their message and stack, circles cut, bytes as their number. */
function plain(value: unknown, above: readonly unknown[] = []): unknown {
  if (typeof value === "bigint" || typeof value === "symbol" || typeof value === "function") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (above.includes(value) || above.length === deepest) return "[…]";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  const within = [...above, value];
  if (Array.isArray(value)) return value.map((element) => plain(element, within));
  if (value instanceof Map || value instanceof Set) return plain([...value], within);
  const { name, message, stack, cause } = value as Partial<Error>;
  const hidden = value instanceof Error ? { name, message, stack, ...(cause !== undefined && { cause }) } : {};
  return Object.fromEntries(Object.entries({ ...hidden, ...value }).map(([key, inner]) => [key, plain(inner, within)]));
}
