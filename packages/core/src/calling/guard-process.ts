import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { diagnose } from "../diagnostics/catalogue.js";
import { findCulprit, type Culprit, type PluginPlace } from "../loading/blame.js";
import { afterFailedImport, isOfFailedImport } from "../loading/native-import.js";

/** How an error reached the process: thrown where nobody stands above, or by a promise that nobody handles. */
export type EscapeKind = "exception" | "rejection";

/** Something that escaped a plugin into the process. */
export interface Escape extends Culprit {
  readonly kind: EscapeKind;
  readonly error: unknown;
}

/** What the guard of one host needs. */
export interface ProcessGuardOptions {
  /**
   * The plugins whose code may still run, and where it lies; also those that were unloaded, for they may have left
   * something behind. Of a plugin that is a single file the root is that file.
   */
  plugins(): readonly PluginPlace[];
  /** Hears the first, the tenth, the hundredth and so on of what escapes at one place: an interval may throw for ever. */
  report(diagnostic: Diagnostic): void;
  /** Hears all of them. */
  onEscape?(escape: Escape): void;
}

type Guard = (error: unknown, kind: EscapeKind) => boolean;

/** One for each host of the process that asked for it; what listens to the process is there while there is any. */
const guards = new Set<Guard>();

/**
 * Contains what escapes plugins into the process: what they throw in timers and listeners, and rejections that nobody
 * handles. It is blamed by its stack and reported as `ESCAPED_EXCEPTION` or `ESCAPED_REJECTION`, and the process lives
 * on. What comes from nowhere in a plugin takes the course that it takes without a guard. Returns the undo.
 */
export function guardProcess(options: ProcessGuardOptions): () => void {
  const guard = createGuard(options);
  if (guards.size === 0) listen();
  guards.add(guard);
  return () => {
    if (guards.delete(guard) && guards.size === 0) stopListening();
  };
}

function createGuard({ plugins, report, onEscape }: ProcessGuardOptions): Guard {
  const counts = new Map<string, number>();
  return (error, kind) => {
    const culprit = findCulprit(error, plugins());
    if (!culprit) return false;
    const { plugin, place } = culprit;
    const key = [kind, plugin, place.path, place.line, place.column].join("\n");
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    onEscape?.({ ...culprit, kind, error });
    if (isPowerOfTen(count)) report(diagnosticOf(culprit, kind, count));
    return true;
  };
}

function isPowerOfTen(count: number): boolean {
  return /^10*$/.test(String(count));
}

function diagnosticOf({ plugin, reason, place }: Culprit, kind: EscapeKind, count: number): Diagnostic {
  const code = kind === "exception" ? "ESCAPED_EXCEPTION" : "ESCAPED_REJECTION";
  const times = count === 1 ? "" : ` (time ${count} at this place)`;
  return diagnose(code, { reason, times }, { plugin, ...place });
}

/** Asks every host, as one plugin may be loaded by several and nobody can tell whose it was. */
function isContained(error: unknown, kind: EscapeKind): boolean {
  let isBlamed = false;
  for (const guard of guards) if (hasBlamed(guard, error, kind)) isBlamed = true;
  return isBlamed;
}

function hasBlamed(guard: Guard, error: unknown, kind: EscapeKind): boolean {
  try {
    return guard(error, kind);
  } catch {
    // What is thrown here would hide the error that it is about.
    return false;
  }
}

/**
 * Node tells this before it decides what becomes of an uncaught error, and nothing is decided by listening. So whatever
 * is not a plugin's is left to Node and the application in every respect, the text that is printed included.
 */
function onUncaught(error: unknown, origin: NodeJS.UncaughtExceptionOrigin): void {
  if (isContained(error, origin === "unhandledRejection" ? "rejection" : "exception")) swallow();
}

/** Has the error that Node is about to decide on go nowhere; one that the application captures is the application's. */
function swallow(): void {
  if (process.hasUncaughtExceptionCaptureCallback()) return;
  try {
    process.setUncaughtExceptionCaptureCallback(() => process.setUncaughtExceptionCaptureCallback(null));
  } catch {
    // node:domain, once it was imported, keeps that place for itself.
    process.prependOnceListener("uncaughtException", () => {});
  }
}

/** Reports only: the application's own listeners, or the mode, see to it that the process lives on, or not. */
function onRejection(reason: unknown): void {
  if (!isOfFailedImport(reason)) isContained(reason, "rejection");
}

const rejections = "unhandledRejection";
let isBeside = false;

/**
 * Where nobody listens to rejections, Node makes uncaught errors of them and `onUncaught` sees them. A listener of the
 * application's, or a mode that only warns, keeps Node from that; only then is there one of ours.
 */
function standBeside(): void {
  if (isBeside) return;
  isBeside = true;
  process.prependListener(rejections, onRejection);
}

function stepAside(): void {
  isBeside = false;
  process.off(rejections, onRejection);
}

function onNewListener(event: string | symbol, listener: unknown): void {
  // That one leaves whatever else is rejected to Node.
  if (event === rejections && listener !== afterFailedImport) standBeside();
}

function onRemoveListener(event: string | symbol, listener: unknown): void {
  if (event !== rejections) return;
  if (listener === onRejection) isBeside = false;
  else if (process.listenerCount(rejections) === 1) stepAside();
}

function listen(): void {
  process.on("uncaughtExceptionMonitor", onUncaught);
  const mode = rejectionsMode();
  // In the strict mode, each is an uncaught error first.
  if (mode === "strict") return;
  if (mode === "warn" || mode === "none") return standBeside();
  process.on("newListener", onNewListener);
  process.on("removeListener", onRemoveListener);
  if (process.listenerCount(rejections) > 0) standBeside();
}

function stopListening(): void {
  process.off("newListener", onNewListener);
  process.off("removeListener", onRemoveListener);
  process.off("uncaughtExceptionMonitor", onUncaught);
  stepAside();
}

/** What `--unhandled-rejections` says; Node tells it nowhere else. */
function rejectionsMode(): string | undefined {
  const options = [process.env["NODE_OPTIONS"] ?? "", ...process.execArgv].join(" ");
  return [...options.matchAll(/--unhandled[-_]rejections[= ](\S+)/g)].at(-1)?.[1];
}
