import { once } from "node:events";
import type { WebSocket } from "ws";
import type { Caller } from "./caller.js";
import type { Dispatch } from "./dispatch.js";
import { readFrame } from "./frames.js";
import { createPeer } from "./peer.js";

/** One caller's connection. */
export interface Connection {
  /** Takes no further call, gives those on their way `graceMs`, says goodbye, and cuts what does not answer to that. */
  close(graceMs: number): Promise<void>;
}

/** What WebSocket calls the server's own leaving. */
const goingAway = 1001;

/**
 * Answers the calls that come over a connection; calls on their way are aborted when it ends.
 *
 * @param head of the request that opened it
 */
export function createConnection(socket: WebSocket, head: Caller["head"], dispatch: Dispatch): Connection {
  const departure = new AbortController();
  const running = new Set<Promise<void>>();
  let isClosing = false;
  const send = (frame: string) => void (socket.readyState === socket.OPEN && socket.send(frame));
  const peer = createPeer({
    send,
    get waiting() {
      return socket.bufferedAmount;
    },
  });
  const caller: Caller = { peer, head, signal: departure.signal };
  const answer = async (calls: unknown) => {
    const reply = await dispatch(calls, caller);
    if (reply !== null) send(JSON.stringify(reply));
  };
  socket.on("message", (frame, isBinary) => {
    const read = readFrame(isBinary ? "" : (frame as Buffer).toString());
    if ("answers" in read) peer.receive(read.answers);
    // Whoever waits for an answer must get it; nothing new is begun.
    if (isClosing) return;
    if ("fault" in read) return send(JSON.stringify(read.fault));
    if (read.calls === undefined) return;
    const call = answer(read.calls);
    running.add(call);
    void call.finally(() => running.delete(call));
  });
  // What goes wrong with a connection ends it, and that is heard of below.
  socket.on("error", () => {});
  const closed = new Promise<void>((resolve) => {
    socket.once("close", () => {
      departure.abort();
      peer.close();
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
