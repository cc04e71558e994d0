/** How long a stream may go unread until nobody is taken to read it any more, in milliseconds. */
const patienceMs = 5 * 60_000;

/**
 * The same answer. `over` is called once, when its body has been read whole, has failed, is read no further, or nobody
 * has read on for five minutes: so nothing that an answer needs is kept for ever.
 */
export function whileSent(response: Response, signal: AbortSignal, over: () => void): Response {
  if (response.body === null) {
    over();
    return response;
  }
  return new Response(watched(response.body.getReader(), signal, over), response);
}

function watched(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal,
  over: () => void,
): ReadableStream<Uint8Array> {
  let patience: NodeJS.Timeout | undefined;
  let isOver = false;
  const wait = () => {
    if (!isOver) patience = setTimeout(end, patienceMs).unref();
  };
  const end = () => {
    clearTimeout(patience);
    signal.removeEventListener("abort", end);
    if (!isOver) over();
    isOver = true;
  };
  if (signal.aborted) end();
  else signal.addEventListener("abort", end, { once: true });
  wait();
  return new ReadableStream(
    {
      async pull(controller) {
        clearTimeout(patience);
        try {
          const { done, value } = await reader.read();
          if (done) {
            controller.close();
            return end();
          }
          controller.enqueue(value);
          wait();
        } catch (error) {
          end();
          throw error;
        }
      },
      cancel(reason) {
        end();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
