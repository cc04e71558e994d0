import { once } from "node:events";
import { WebSocket } from "ws";

/** An answer as JSON-RPC 2.0 has it. */
export interface RpcAnswer {
  readonly id: string | number | null;
  readonly result?: unknown;
  readonly error?: {
    readonly code: number;
    readonly message: string;
    readonly data?: Readonly<Record<string, unknown>>;
  };
}

/** A connection to a gateway's RPC. */
export interface RpcClient extends AsyncDisposable {
  readonly socket: WebSocket;
  /** Calls a method and gives the whole answer. */
  call(method: string, params?: unknown): Promise<RpcAnswer>;
  /** Sends a frame as it is, and gives the next answer. */
  send(frame: string): Promise<unknown>;
}

/** Opens a connection; rejects where the gateway refuses it. */
export async function openRpc(port: number, headers: Readonly<Record<string, string>> = {}): Promise<RpcClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers });
  await once(socket, "open");
  let last = 0;
  const waiting: { isMine(answer: unknown): boolean; resolve(answer: unknown): void; reject(error: Error): void }[] =
    [];
  socket.on("message", (frame) => {
    const answer: unknown = JSON.parse((frame as Buffer).toString());
    const index = waiting.findIndex(({ isMine }) => isMine(answer));
    waiting.splice(index, index < 0 ? 0 : 1)[0]?.resolve(answer);
  });
  socket.on("close", (code) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`closed: ${code}`));
  });
  const next = (isMine: (answer: unknown) => boolean): Promise<unknown> =>
    new Promise((resolve, reject) => waiting.push({ isMine, resolve, reject }));
  return {
    socket,
    async call(method, params) {
      const id = ++last;
      const answer = next((each) => (each as RpcAnswer).id === id);
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
      return (await answer) as RpcAnswer;
    },
    async send(frame) {
      const answer = next(() => true);
      socket.send(frame);
      return answer;
    },
    async [Symbol.asyncDispose]() {
      if (socket.readyState === socket.CLOSED) return;
      const closed = once(socket, "close");
      socket.close();
      await closed;
    },
  };
}
