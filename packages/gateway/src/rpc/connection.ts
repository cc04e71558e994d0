import { once } from "node:events";
import type { WebSocket } from "ws";
import type { Dispatch } from "./dispatch.js";

/** One caller's connection. */
export interface Connection {
  /** Takes no further call, gives those on their way `graceMs`, says goodbye, and cuts what does not answer to that. */
  close(graceMs: number): Promise<void>;
}

/** What WebSocket calls the server's own leaving. */
const goingAway = 1001;

/** Answers the calls that come over a connection; calls on their way are aborted when it ends. */
export function createConnection(socket: WebSocket, dispatch: Dispatch): Connection {
  const departure = new AbortController();
  const running = new Set<Promise<void>>();
  let isClosing = false;
  const answer = async (text: string) => {
    const reply = await dispatch(text, departure.signal);
    if (reply !== undefined && socket.readyState === socket.OPEN) socket.send(reply);
  };
  socket.on("message", (frame, isBinary) => {
    if (isClosing) return;
    const call = answer(isBinary ? "" : (frame as Buffer).toString());
    running.add(call);
    void call.finally(() => running.delete(call));
  });
  // What goes wrong with a connection ends it, and that is heard of below.
  socket.on("error", () => {});
  const closed = new Promise<void>((resolve) => {
    socket.once("close", () => {
      departure.abort();
      resolve();
    });
  });
  return {
    async close(graceMs) {
      isClosing = true;
      const patience = AbortSignal.timeout(graceMs);
      await Promise.race([Promise.all(running), closed, once(patience, "abort")]);
      socket.close(goingAway, "The gateway stops.");
      if (!patience.aborted) await Promise.race([closed, once(patience, "abort")]);
      socket.terminate();
      await closed;
      await Promise.all(running);
    },
  };
}
