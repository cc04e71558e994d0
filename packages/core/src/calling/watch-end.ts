/**
 * The same stream, and `ended` is called when nothing more can come of it: it was read to its end, it failed, or its
 * reader cancelled it. Reads no further ahead than its reader.
 */
export function watchEnd<Chunk>(stream: ReadableStream<Chunk>, ended: () => void): ReadableStream<Chunk> {
  const reader = stream.getReader();
  reader.closed.then(ended, ended);
  return new ReadableStream<Chunk>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
