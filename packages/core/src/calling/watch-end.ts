/**
 * The same stream, and `ended` is called when nothing more can come of it: it was read to its end, it failed, or its
 * reader cancelled it. Reads no further ahead than its reader. `explain` may put another error in the place of the one
 * that it failed with.
 */
export function watchEnd<Chunk>(
  stream: ReadableStream<Chunk>,
  ended: () => void,
  explain: (error: unknown) => unknown = (error) => error,
): ReadableStream<Chunk> {
  const reader = stream.getReader();
  reader.closed.then(ended, ended);
  return new ReadableStream<Chunk>(
    {
      async pull(controller) {
        const { done, value } = await reader.read().catch((error: unknown) => {
          throw explain(error);
        });
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
