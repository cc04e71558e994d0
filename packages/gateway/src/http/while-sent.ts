/** How long a stream may go unread until nobody is taken to read it any more, in milliseconds. */
const patienceMs = 5 * 60_000;

/** Who may leave before an answer has been read. */
export interface Leaving {
  readonly caller: AbortSignal;
  readonly gateway: AbortSignal;
}

/**
 * The same answer. `over` is called once, when its body has been read whole, has failed, is read no further, one of
 * the signals is aborted, or nobody has read on for five minutes: so nothing that an answer needs is kept for ever. What is given up is
 * cancelled, and who reads it after all meets an error.
 */
export function whileSent(response: Response, leaving: Leaving, over: () => void): Response {
  if (response.body === null) {
    over();
    return response;
  }
  const body = new ReadableStream(new WatchedSource(response.body.getReader(), leaving, over), { highWaterMark: 0 });
  return new Response(body, response);
}

class WatchedSource {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #caller: AbortSignal;
  readonly #leave: AbortSignal;
  readonly #over: () => void;
  #patience: NodeJS.Timeout | undefined;
  #isOver = false;
  #giveUp = (): void => {};

  constructor(reader: ReadableStreamDefaultReader<Uint8Array>, { caller, gateway }: Leaving, over: () => void) {
    this.#reader = reader;
    this.#caller = caller;
    this.#leave = AbortSignal.any([caller, gateway]);
    this.#over = over;
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#giveUp = () => {
      if (this.#isOver) return;
      const reason = new Error("The answer was given up: nobody read on.");
      // A caller who has gone is no fault that a server would have to log.
      if (this.#caller.aborted) controller.close();
      else controller.error(reason);
      this.cancel(reason).catch(() => {});
    };
    if (this.#leave.aborted) this.#giveUp();
    else this.#leave.addEventListener("abort", this.#giveUp, { once: true });
    this.#wait();
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    clearTimeout(this.#patience);
    try {
      const { done, value } = await this.#reader.read();
      if (this.#isOver) return;
      if (!done) {
        controller.enqueue(value);
        return this.#wait();
      }
      controller.close();
      this.#end();
    } catch (error) {
      this.#end();
      throw error;
    }
  }

  cancel(reason: unknown): Promise<void> {
    this.#end();
    return this.#reader.cancel(reason);
  }

  #wait(): void {
    if (!this.#isOver) this.#patience = setTimeout(this.#giveUp, patienceMs).unref();
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#patience);
    this.#leave.removeEventListener("abort", this.#giveUp);
    this.#over();
  }
}
