/**
 * Waits for something at most so long, then rejects with `complaint`. What it answers later is dropped; a late rejection
 * is no unhandled one.
 */
export async function withinDeadline<Value>(
  work: PromiseLike<Value>,
  milliseconds: number,
  complaint: () => Error,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(complaint()), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
