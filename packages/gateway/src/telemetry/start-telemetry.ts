import type { Telemetry } from "./telemetry.js";

const noTelemetry: Telemetry = { begin: () => undefined, close: () => {} };

/** Starts what the settings ask for. Nothing of it is imported unless they do. `redact` is given every text of an error. */
export async function startTelemetry(
  { openTelemetry }: { readonly openTelemetry?: boolean },
  redact: (text: string) => string,
): Promise<Telemetry> {
  if (openTelemetry !== true) return noTelemetry;
  const { traceToOpenTelemetry } = await import("./open-telemetry.js");
  return traceToOpenTelemetry(redact);
}
