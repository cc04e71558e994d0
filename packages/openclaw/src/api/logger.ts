import type { PluginLogger } from "@mortise/sdk";
import { isMembers, type Members } from "./reading.js";

type Write = (message: unknown, ...more: unknown[]) => void;

/** A log as OpenClaw's plugins know it. Every function stands alone. */
export interface TheirLogger {
  readonly trace: Write;
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  readonly fatal: Write;
  /** A log whose lines carry these fields, too. */
  child(bindings?: unknown): TheirLogger;
}

/** Their log over ours: what follows a message becomes its fields, or its text where it is no object. */
export function toTheirLogger(logger: PluginLogger, bindings: Members = {}): TheirLogger {
  const at =
    (level: keyof PluginLogger): Write =>
    (message, ...more) => {
      const line = [message, ...more.filter((each) => !isMembers(each))].map(textOfLine).join(" ");
      const objects = more.filter(isMembers);
      const fields = Object.assign({}, bindings, ...objects.map(fieldsOf)) as Record<string, unknown>;
      logger[level](line, Object.keys(fields).length > 0 ? fields : undefined);
    };
  return {
    trace: at("debug"),
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    fatal: at("error"),
    child: (more) => toTheirLogger(logger, { ...bindings, ...(isMembers(more) ? more : {}) }),
  };
}

function textOfLine(value: unknown): string {
  return isMembers(value) && !(value instanceof Error) ? JSON.stringify(value) : String(value);
}

/** An error's own members are hidden, so it is one field. */
function fieldsOf(value: Members): Members {
  return value instanceof Error ? { error: value } : value;
}
