import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { RecordedRequests, type VendorRequest } from "./vendor-request.js";

/** How a reply ends: whole; with the connection cut after its last piece; or not at all, the connection left open. */
export type VendorReplyEnding = "complete" | "cut" | "open";

interface VendorReplyHead {
  /** 200 unless given. */
  readonly status?: number;
  /** `content-type` follows the body unless given. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `complete` unless given. */
  readonly ending?: VendorReplyEnding;
  /** How long the server waits before it begins to answer, in milliseconds. */
  readonly delayMs?: number;
  /** How long it waits before each piece but the first, in milliseconds. */
  readonly pieceDelayMs?: number;
}

type VendorBody =
  | { readonly json: unknown }
  | { readonly bytes: Uint8Array }
  | { readonly events: readonly unknown[] }
  | { readonly chunks: readonly (string | Uint8Array)[] };

/**
 * What the server answers: JSON, bytes, server-sent events (a string is sent as it is, anything else as JSON), or pieces
 * of whatever form, sent one by one (`chunks`). Or nothing at all: `hang`, for tests of timeouts and aborts; `reset`, a
 * connection that breaks before there is an answer.
 */
export type VendorReply = (VendorReplyHead & VendorBody) | { readonly hang: true } | { readonly reset: true };

/** One reply for every request, a queue of which each request takes the next, or a function of the request. */
export type VendorScript =
  | VendorReply
  | readonly VendorReply[]
  | ((request: VendorRequest) => VendorReply | Promise<VendorReply>);

/** A running vendor server. */
export interface VendorServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  /** Every request so far, in the order in which they were read. */
  readonly requests: readonly VendorRequest[];
  /** The request with this index, as soon as it is there; 0 is the first. */
  received(index: number): Promise<VendorRequest>;
  /** Ends every connection and stops listening. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts an HTTP server on loopback that answers as scripted, so that a plugin is tested through its vendor's own
 * client. Routes are written `METHOD /path`, without the query. A request that no reply is scripted for gets status 501
 * and a text that names it.
 *
 * ```ts
 * await using server = await startVendorServer({ "POST /v1/embeddings": { json: { data: [] } } });
 * ```
 */
export async function startVendorServer(routes: Readonly<Record<string, VendorScript>>): Promise<VendorServer> {
  const requests = new RecordedRequests();
  const scripts = new Map(Object.entries(routes).map(([route, script]) => [route, replyFunction(script)]));
  const server = createServer((incoming, response) => {
    answer(incoming, response, requests, scripts).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: requests.all,
    received: (index) => requests.received(index),
    close,
    [Symbol.asyncDispose]: close,
  };
}

type ReplyFunction = (request: VendorRequest) => VendorReply | undefined | Promise<VendorReply>;

function replyFunction(script: VendorScript): ReplyFunction {
  if (typeof script === "function") return script;
  if (!isQueue(script)) return () => script;
  const queue = [...script];
  return () => queue.shift();
}

function isQueue(script: VendorScript): script is readonly VendorReply[] {
  return Array.isArray(script);
}

async function answer(
  incoming: IncomingMessage,
  response: ServerResponse,
  requests: RecordedRequests,
  scripts: ReadonlyMap<string, ReplyFunction>,
): Promise<void> {
  const request = await requests.record(incoming, response);
  const route = `${request.method} ${request.path.split("?")[0]}`;
  const reply = await scripts.get(route)?.(request);
  await send(response, reply ?? { status: 501, json: { error: { message: `no reply is scripted for ${route}` } } });
}

async function send(response: ServerResponse, reply: VendorReply): Promise<void> {
  if ("hang" in reply) return;
  if ("reset" in reply) return void response.socket?.resetAndDestroy();
  const { contentType, pieces } = bodyOf(reply);
  await delay(response, reply.delayMs);
  response.writeHead(reply.status ?? 200, { "content-type": contentType, ...reply.headers });
  // Without it an open reply that has no piece yet would not even show its status.
  response.flushHeaders();
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) await delay(response, reply.pieceDelayMs);
    response.write(piece);
  }
  end(response, reply.ending);
}

function end(response: ServerResponse, ending: VendorReplyEnding = "complete"): void {
  if (ending === "complete") response.end();
  if (ending === "cut") response.socket?.destroySoon();
}

/** Waits, unless the client goes away first. */
async function delay(response: ServerResponse, milliseconds = 0): Promise<void> {
  if (milliseconds <= 0) return;
  const gone = new AbortController();
  const leave = () => gone.abort();
  response.once("close", leave);
  await pause(milliseconds, undefined, { signal: gone.signal }).catch(() => {});
  response.off("close", leave);
}

function bodyOf(reply: VendorBody): {
  readonly contentType: string;
  readonly pieces: readonly (string | Uint8Array)[];
} {
  if ("json" in reply) return { contentType: "application/json", pieces: [JSON.stringify(reply.json)] };
  if ("bytes" in reply) return { contentType: "application/octet-stream", pieces: [reply.bytes] };
  if ("chunks" in reply) return { contentType: "application/octet-stream", pieces: reply.chunks };
  const text = (event: unknown): string => (typeof event === "string" ? event : JSON.stringify(event));
  return { contentType: "text/event-stream", pieces: reply.events.map((event) => `data: ${text(event)}\n\n`) };
}
