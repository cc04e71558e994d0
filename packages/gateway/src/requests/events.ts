import type { CallEvent, JsonValue } from "@mortise/sdk";

/** An event of a plugin's, as it is told to a caller. */
export interface ToldEvent {
  readonly requestId: string;
  readonly type: string;
  readonly data?: JsonValue;
}

/**
 * An event that a plugin emits in a request, as JSON without secrets; nothing where it is none, or JSON cannot carry it:
 * plugins are not held to their types at run time.
 */
export function readEvent(
  event: CallEvent,
  requestId: string,
  redact: <Value>(value: Value) => Value,
): ToldEvent | undefined {
  const { type, data } = Object(event) as { readonly type?: unknown; readonly data?: JsonValue };
  if (typeof type !== "string") return undefined;
  try {
    const told = data === undefined ? undefined : (JSON.parse(JSON.stringify(data)) as JsonValue);
    return redact({ requestId, type, ...(told !== undefined && { data: told }) });
  } catch {
    return undefined;
  }
}
