import {
  createJSONRPCErrorResponse,
  createJSONRPCRequest,
  JSONRPCClient,
  JSONRPCErrorCode,
  type JSONRPCError,
  type JSONRPCID,
  type JSONRPCResponse,
} from "json-rpc-2.0";
import { CapabilityError, type CallQuestion, type JsonValue } from "@mortise/sdk";
import type { ToldEvent } from "../requests/events.js";

/** The caller at the other end of a connection, as the calls that it made may speak to it. */
export interface Peer {
  /** Sends the notification `event`. Nothing happens where the caller does not read what it is sent. */
  tell(event: ToldEvent & Calling): void;
  /**
   * Sends the request `ask` and waits for the answer. Rejects with `unsupported` where the caller does not know the
   * method, with `unavailable` where it gave no answer that fits. When `signal` is aborted, the notification
   * `ask.cancel` takes the question back.
   */
  ask(question: CallQuestion, about: Calling & { readonly requestId: string }, signal: AbortSignal): Promise<JsonValue>;
  /** Takes answers to what it was asked. */
  receive(answers: readonly JSONRPCResponse[]): void;
  /** There is nobody any more; what was asked is not answered. */
  close(): void;
}

/** Which call it is about: its `id` in JSON-RPC; a notification has none. */
export interface Calling {
  readonly id?: JSONRPCID;
}

/** Where frames go. */
export interface FrameSink {
  send(frame: string): void;
  /** How many bytes wait to be sent. */
  readonly waiting: number;
}

/** More than that must not wait for a caller who does not read; in bytes. */
const mostWaiting = 8 * 1024 * 1024;

/** Makes what calls speak to a caller through. */
export function createPeer(sink: FrameSink): Peer {
  const client = new JSONRPCClient((payload) => sink.send(JSON.stringify(payload)));
  let asked = 0;
  let isClosed = false;
  return {
    tell(event) {
      if (sink.waiting <= mostWaiting) client.notify("event", event);
    },
    async ask(question, about, signal) {
      if (isClosed) throw new CapabilityError("The connection has ended.", { code: "unavailable" });
      const id = `ask_${++asked}`;
      const withdraw = () => {
        client.receive(createJSONRPCErrorResponse(id, JSONRPCErrorCode.InternalError, "It was taken back."));
        client.notify("ask.cancel", { id });
      };
      const answered = client.requestAdvanced(createJSONRPCRequest(id, "ask", { ...about, ...question }));
      signal.addEventListener("abort", withdraw, { once: true });
      try {
        const { result, error } = await answered;
        if (error) throw refusal(error);
        return fitting(result, question);
      } finally {
        signal.removeEventListener("abort", withdraw);
      }
    },
    receive: (answers) => client.receive([...answers]),
    close() {
      isClosed = true;
      client.rejectAllPendingRequests("The connection has ended.");
    },
  };
}

const methodNotFound: number = JSONRPCErrorCode.MethodNotFound;

function refusal({ code, message }: JSONRPCError): CapabilityError {
  if (code === methodNotFound)
    return new CapabilityError("The caller's program cannot ask anybody.", { code: "unsupported" });
  return new CapabilityError(`The question was not answered: ${message}`, { code: "unavailable" });
}

function fitting(answer: unknown, { kind, choices = [] }: CallQuestion): JsonValue {
  if (kind === "confirm" && typeof answer === "boolean") return answer;
  if (kind === "text" && typeof answer === "string") return answer;
  if (kind === "choice" && typeof answer === "string" && choices.includes(answer)) return answer;
  throw new CapabilityError(`The question (${kind}) got an answer that does not fit.`, { code: "unavailable" });
}
