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

/** What a gateway sends of its own accord: a notification, or with an id a request. */
export interface RpcRequest {
  readonly id?: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A connection to a gateway's RPC. */
export interface RpcClient extends AsyncDisposable {
  /** What the gateway sent of its own accord so far. */
  readonly sent: readonly RpcRequest[];
  readonly socket: WebSocket;
  /** Calls a method and gives the whole answer. */
  call(method: string, params?: unknown): Promise<RpcAnswer>;
  /** Sends a frame as it is, and gives the next answer. */
  send(frame: string): Promise<unknown>;
}

/**
 * Opens a connection; rejects where the gateway refuses it.
 *
 * @param answer gives what a request of the gateway's is answered: `result` or `error`; nothing: it is not answered
 */
export async function openRpc(
  port: number,
  headers: Readonly<Record<string, string>> = {},
  answer: (request: RpcRequest) => object | undefined = () => undefined,
): Promise<RpcClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers });
  await once(socket, "open");
  let last = 0;
  const sent: RpcRequest[] = [];
  const waiting: { isMine(answer: unknown): boolean; resolve(answer: unknown): void; reject(error: Error): void }[] =
    [];
  socket.on("message", (frame) => {
    const message: unknown = JSON.parse((frame as Buffer).toString());
    if (isRequest(message)) {
      sent.push(message);
      const given = message.id === undefined ? undefined : answer(message);
      if (given) socket.send(JSON.stringify({ jsonrpc: "2.0", id: message.id, ...given }));
      return;
    }
    const index = waiting.findIndex(({ isMine }) => isMine(message));
    waiting.splice(index, index < 0 ? 0 : 1)[0]?.resolve(message);
  });
  socket.on("close", (code) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`closed: ${code}`));
  });
  const next = (isMine: (answer: unknown) => boolean): Promise<unknown> =>
    new Promise((resolve, reject) => waiting.push({ isMine, resolve, reject }));
  return {
    socket,
    sent,
    async call(method, params) {
      const id = ++last;
      const answered = next((each) => (each as RpcAnswer).id === id);
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
      return (await answered) as RpcAnswer;
    },
    async send(frame) {
      const answered = next(() => true);
      socket.send(frame);
      return answered;
    },
    async [Symbol.asyncDispose]() {
      if (socket.readyState === socket.CLOSED) return;
      const closed = once(socket, "close");
      socket.close();
      await closed;
    },
  };
}

function isRequest(message: unknown): message is RpcRequest {
  return typeof (message as Partial<RpcRequest> | null)?.method === "string";
}
