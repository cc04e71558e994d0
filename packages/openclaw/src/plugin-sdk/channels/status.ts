// What OpenClaw's SDK has for how a channel is doing.
import type { UnknownRecord } from "../values/records.js";

/** How an account that does not run is doing. */
export function createDefaultChannelRuntimeState(accountId: string, extra?: object): UnknownRecord {
  return { accountId, running: false, lastStartAt: null, lastStopAt: null, lastError: null, ...extra };
}

const runtimeMembers = [
  "running",
  "lastStartAt",
  "lastStopAt",
  "lastError",
  "lastInboundAt",
  "lastOutboundAt",
] as const;

interface Snapshot extends UnknownRecord {
  readonly runtime?: UnknownRecord | null;
  readonly probe?: unknown;
}

/** What a status shows of an account: what is set up, and how it runs. */
export function buildComputedAccountStatusSnapshot(of: Snapshot, extra?: object): UnknownRecord {
  const { accountId, name, enabled, configured, runtime, probe } = of;
  const members = runtimeMembers.map((member) => [member, runtime?.[member] ?? (member === "running" ? false : null)]);
  return { accountId, name, enabled, configured, ...Object.fromEntries(members), probe, ...extra };
}

interface StatusOptions extends UnknownRecord {
  readonly resolveAccountSnapshot: (of: UnknownRecord) => UnknownRecord & { extra?: object };
}

/** How a channel tells of its accounts; what an account is comes from `resolveAccountSnapshot`. */
export function createComputedAccountStatusAdapter(options: StatusOptions): UnknownRecord {
  const { resolveAccountSnapshot, ...rest } = options;
  const buildAccountSnapshot = (of: UnknownRecord) => {
    const { extra, ...snapshot } = resolveAccountSnapshot(of);
    const runtime = of["runtime"] as UnknownRecord | null | undefined;
    return buildComputedAccountStatusSnapshot({ ...snapshot, runtime: runtime ?? null, probe: of["probe"] }, extra);
  };
  return { ...rest, buildAccountSnapshot };
}

/** A channel in short: whether it is set up and runs. */
export function buildPassiveChannelStatusSummary(snapshot: UnknownRecord, extra?: object): UnknownRecord {
  return {
    configured: snapshot["configured"] ?? false,
    ...extra,
    running: snapshot["running"] ?? false,
    lastStartAt: snapshot["lastStartAt"] ?? null,
    lastStopAt: snapshot["lastStopAt"] ?? null,
    lastError: snapshot["lastError"] ?? null,
  };
}

/** When something last came in and went out. */
export function buildTrafficStatusSummary(snapshot?: UnknownRecord | null): UnknownRecord {
  return { lastInboundAt: snapshot?.["lastInboundAt"] ?? null, lastOutboundAt: snapshot?.["lastOutboundAt"] ?? null };
}

/** What changes when a channel is connected. Times are in milliseconds since 1970. */
export function channelReadyPatch(extra?: object): UnknownRecord {
  const connected = { running: true, connected: true, lifecycle: "ready", lastConnectedAt: Date.now() };
  return { ...connected, lastError: null, terminalDisconnect: undefined, ...extra };
}

/** What changes when a channel cannot go on by itself. */
export function channelBlockedPatch(lastError: string, extra?: object): UnknownRecord {
  return { lifecycle: "blocked", terminalDisconnect: true, lastError, ...extra };
}

/** What changes when a channel has stopped. */
export function channelStoppedPatch(extra?: object): UnknownRecord {
  return { running: false, connected: false, lifecycle: "stopped", ...extra };
}

/** What changes when something went over the wire. */
export function createTransportActivityStatusPatch(at: number = Date.now()): UnknownRecord {
  return { lastTransportActivityAt: at };
}

/** Hands what changes on, with the account. */
export function createAccountStatusSink(of: {
  accountId: string;
  setStatus: (status: UnknownRecord) => void;
}): (patch: object) => void {
  return (patch) => of.setStatus({ accountId: of.accountId, ...patch });
}

/** Resolves when the signal is aborted and `onAbort` has ended; never without a signal. */
export async function waitUntilAbort(signal?: AbortSignal, onAbort?: () => unknown): Promise<void> {
  await new Promise<void>((resolve) => {
    if (signal?.aborted === true) resolve();
    signal?.addEventListener("abort", () => resolve(), { once: true });
  });
  await onAbort?.();
}

/** Runs an account from its start until the signal is aborted. */
export async function runPassiveAccountLifecycle<Handle>(of: {
  abortSignal?: AbortSignal;
  start: () => Promise<Handle>;
  stop?: (handle: Handle) => unknown;
  onStop?: () => unknown;
}): Promise<void> {
  const handle = await of.start();
  try {
    await waitUntilAbort(of.abortSignal);
  } finally {
    await of.stop?.(handle);
    await of.onStop?.();
  }
}
