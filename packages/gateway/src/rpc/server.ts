import { randomUUID } from "node:crypto";
import { STATUS_CODES, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import { ApiError, badRequest, tokenMissing } from "../http/api-error.js";
import { toErrorReply } from "../http/error-reply.js";
import { assertFriendly, type Listening } from "../http/guard.js";
import type { UpgradeTaker } from "../http/listen.js";
import type { GatewayServing } from "../requests/open.js";
import type { Serving } from "../serving.js";
import type { Caller } from "./caller.js";
import { createConnection, type Connection } from "./connection.js";
import { createDispatcher } from "./dispatch.js";
import { rpcPath } from "./path.js";

/** How long a connection may be still before the system asks whether its other end is there, in milliseconds. */
const keepAliveMs = 30_000;

/** Takes WebSocket connections at {@link rpcPath}, past the same guard and the same token as every request. */
export function createRpcServer(serving: GatewayServing, listening: () => Listening | undefined): UpgradeTaker {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: serving.settings.bodyLimitBytes });
  const dispatch = createDispatcher(serving);
  const connections = new Set<Connection>();
  let isClosing = false;
  const open = (socket: WebSocket, request: IncomingMessage) => {
    const connection = createConnection(socket, headOf(request), dispatch);
    connections.add(connection);
    socket.once("close", () => connections.delete(connection));
  };
  return {
    take(request, socket, head) {
      // A peer that leaves now is nobody's business; past the handshake the library listens itself.
      const onError = () => socket.destroy();
      socket.on("error", onError);
      try {
        if (isClosing) throw new ApiError("The gateway is stopping.", { status: 503, type: "server_error" });
        assertWelcome(request, serving, listening());
        request.socket.setKeepAlive(true, keepAliveMs);
        sockets.options.maxPayload = serving.settings.bodyLimitBytes;
        sockets.handleUpgrade(request, socket, head, open);
        socket.off("error", onError);
      } catch (error) {
        refuse(socket, error, serving);
      }
    },
    async close(graceMs) {
      isClosing = true;
      await Promise.all([...connections].map((connection) => connection.close(graceMs)));
    },
  };
}

function assertWelcome(request: IncomingMessage, { settings, token }: Serving, listening: Listening | undefined): void {
  const address = `http://${request.headers.host ?? "localhost"}${request.url ?? "/"}`;
  if (!URL.canParse(address)) throw badRequest("The request's Host and path make no address.", "invalid_request");
  assertFriendly(headersOf(request), address, settings, listening);
  const { pathname } = new URL(address);
  if (pathname !== rpcPath || request.headers.upgrade?.toLowerCase() !== "websocket") {
    const message = `There is nothing to upgrade to at ${pathname}; WebSocket connections are taken at ${rpcPath}.`;
    throw new ApiError(message, { status: 404, code: "unknown_url" });
  }
  if (!token.admits(request.headers.authorization)) throw tokenMissing();
}

/** A connection is a session, unless its headers name another. */
function headOf(request: IncomingMessage): Caller["head"] {
  const { method = "GET", url = rpcPath } = request;
  const session = { id: `rpc_${randomUUID().replaceAll("-", "")}` };
  return { method, url: `http://${request.headers.host ?? "localhost"}${url}`, headers: headersOf(request), session };
}

function headersOf({ headers }: IncomingMessage): Headers {
  const pairs = Object.entries(headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));
  return new Headers(pairs);
}

/** Answers as any request is answered, and ends the connection. */
function refuse(socket: Duplex, error: unknown, { host }: Serving): void {
  const { status, body, headers } = toErrorReply(error, host.controlPlane.checks.redactor.text);
  const text = JSON.stringify(body);
  const lines = Object.entries({
    ...headers,
    connection: "close",
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines.join("")}\r\n${text}`);
}
