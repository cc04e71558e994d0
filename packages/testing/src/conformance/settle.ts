/** What became of a promise within the time that was waited. */
export type Settled<Value> =
  | { readonly status: "answered"; readonly value: Value }
  | { readonly status: "rejected"; readonly reason: unknown }
  | { readonly status: "waiting" };

/** Waits for a promise, at most `milliseconds`. Never rejects. */
export async function settle<Value>(promise: PromiseLike<Value>, milliseconds: number): Promise<Settled<Value>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Settled<Value>>((resolve) => {
    timer = setTimeout(() => resolve({ status: "waiting" }), milliseconds);
  });
  const done = Promise.resolve(promise).then(
    (value): Settled<Value> => ({ status: "answered", value }),
    (reason: unknown): Settled<Value> => ({ status: "rejected", reason }),
  );
  const settled = await Promise.race([done, late]);
  clearTimeout(timer);
  return settled;
}

/** How a stream was read. */
export interface ReadStream {
  readonly pieces: readonly unknown[];
  /** `ended`; else why there are no more pieces. */
  readonly end: Settled<"ended">;
}

/** Reads a stream to its end; the whole may take `milliseconds`, after which it is cancelled. */
export async function readAll(reader: ReadableStreamDefaultReader, milliseconds: number): Promise<ReadStream> {
  const pieces: unknown[] = [];
  const read = async (): Promise<"ended"> => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return "ended";
      pieces.push(value);
    }
  };
  const end = await settle(read(), milliseconds);
  if (end.status === "waiting") void reader.cancel().catch(() => {});
  return { pieces, end };
}

/** Whether a value is a stream that can be read, whichever realm made it. */
export function isStream(value: unknown): value is ReadableStream {
  return Object.prototype.toString.call(value) === "[object ReadableStream]";
}
