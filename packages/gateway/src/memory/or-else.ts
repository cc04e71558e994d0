import type { Exchange, Serving } from "../serving.js";

/** Gives what a plugin answers, or where it fails `other`, and logs why. Throws when the caller has gone. */
export async function orElse<Value, Other>(
  ask: () => Promise<Value>,
  other: Other,
  problem: string,
  { requestId, signal }: Exchange,
  { host, log }: Serving,
): Promise<Value | Other> {
  try {
    return await ask();
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message || error.name : String(error);
    const message = host.controlPlane.checks.redactor.text(`${problem}: ${reason}`);
    log({ level: "warn", message, fields: { requestId } });
    return other;
  }
}
