// What OpenClaw's SDK has for logs. It writes to the console, as a plugin would; what it says quietly needs DEBUG.
import { formatErrorMessage } from "./errors.js";

type Write = (message: string, members?: object) => void;

/** A log that says where a line comes from. */
export interface SubsystemLogger {
  readonly subsystem: string;
  readonly trace: Write;
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  readonly fatal: Write;
  readonly raw: (message: string) => void;
  isEnabled(level?: string): boolean;
  child(name: string): SubsystemLogger;
}

/** Whether quiet lines are written: where the environment's `OPENCLAW_VERBOSE` or `DEBUG` says so. */
export function isVerbose(): boolean {
  return Boolean(process.env["OPENCLAW_VERBOSE"] || process.env["DEBUG"]);
}

/** The same as `isVerbose`. */
export function shouldLogVerbose(): boolean {
  return isVerbose();
}

/** Writes a line where quiet lines are written. */
export function logVerbose(message: string): void {
  if (isVerbose()) console.debug(message);
}

/** The same as `logVerbose`. */
export function logDebug(message: string): void {
  logVerbose(message);
}

/** Writes a line. */
export function logInfo(message: string): void {
  console.info(message);
}

/** Writes a warning. */
export function logWarn(message: string): void {
  console.warn(message);
}

/** Writes an error. */
export function logError(message: string): void {
  console.error(message);
}

/** Makes a log for a part of a plugin: `my-channel/send`. */
export function createSubsystemLogger(subsystem: string): SubsystemLogger {
  const line = (message: string, members?: object) => `[${subsystem}] ${message}${asText(members)}`;
  const quiet: Write = (message, members) => logVerbose(line(message, members));
  const error: Write = (message, members) => console.error(line(message, members));
  return {
    subsystem,
    trace: quiet,
    debug: quiet,
    info: (message, members) => console.info(line(message, members)),
    warn: (message, members) => console.warn(line(message, members)),
    error,
    fatal: error,
    raw: (message) => console.info(message),
    isEnabled: (level) => (level === "trace" || level === "debug" ? isVerbose() : true),
    child: (name) => createSubsystemLogger(`${subsystem}/${name}`),
  };
}

function asText(members?: object): string {
  if (!members || Object.keys(members).length === 0) return "";
  try {
    const text = JSON.stringify(members, (_, value: unknown) =>
      value instanceof Error ? formatErrorMessage(value) : value,
    );
    return ` ${text}`;
  } catch {
    return "";
  }
}

/** A log whose lines begin with some members. */
export function getChildLogger(members: object = {}): SubsystemLogger {
  return createSubsystemLogger(Object.values(members).map(String).join("/") || "plugin");
}

/** The text as it is: OpenClaw colours it. */
function plain(text: string): string {
  return text;
}

export { plain as danger, plain as warn, plain as info, plain as success };

/** What a command writes with. `exit` throws: a plugin may not end the process. */
export function createNonExitingRuntime(): {
  log: (...parts: unknown[]) => void;
  error: (...parts: unknown[]) => void;
  exit: (code: number) => never;
} {
  return {
    log: (...parts) => console.info(...parts),
    error: (...parts) => console.error(...parts),
    exit: (code) => {
      throw new Error(`The plugin asked to end the process with code ${code}`);
    },
  };
}

/** The same for all. */
export const defaultRuntime: ReturnType<typeof createNonExitingRuntime> = createNonExitingRuntime();

/** A duration in seconds, as people read it: `1.5s`. */
export function formatDurationSeconds(ms: number, options: { decimals?: number; unit?: "s" | "seconds" } = {}): string {
  if (!Number.isFinite(ms)) return "unknown";
  const seconds = Number((Math.max(0, ms) / 1000).toFixed(Math.max(0, options.decimals ?? 1)));
  return options.unit === "seconds" ? `${seconds} seconds` : `${seconds}s`;
}

interface Failure {
  readonly log: (message: string) => void;
  readonly channel: string;
  readonly target?: string;
  readonly action?: string;
  readonly error: unknown;
}

/** Writes that a channel could not show that somebody types. */
export function logTypingFailure({ log, channel, target, action, error }: Failure): void {
  const tried = action === undefined ? "" : ` action=${action}`;
  log(`${channel} typing${tried} failed${target === undefined ? "" : ` target=${target}`}: ${String(error)}`);
}

/** Writes that a channel could not take a reaction back. */
export function logAckFailure({ log, channel, target, error }: Omit<Failure, "action">): void {
  log(`${channel} ack cleanup failed${target === undefined ? "" : ` target=${target}`}: ${String(error)}`);
}

/** Writes why a message that came in is dropped. */
export function logInboundDrop(of: Pick<Failure, "log" | "channel" | "target"> & { reason: string }): void {
  of.log(`${of.channel}: drop ${of.reason}${of.target === undefined ? "" : ` target=${of.target}`}`);
}
