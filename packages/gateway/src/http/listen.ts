import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import { MortiseError } from "@mortise/core";
import { diagnoseGateway } from "../diagnostics.js";
import { badRequest } from "./api-error.js";
import { toErrorReply } from "./error-reply.js";
import type { Listening } from "./guard.js";

/** A server that listens. */
export interface RunningServer {
  /** The address it was told, and the port that it got. */
  readonly listening: Listening;
  /** Takes no further request, gives those on their way `graceMs`, and then ends every connection. */
  close(graceMs: number): Promise<void>;
}

/** How long a client may take to send its headers, and its whole request, in milliseconds. */
const limits = { headersTimeout: 15_000, requestTimeout: 120_000 };

/** What takes connections that are to be more than HTTP. */
export interface UpgradeTaker {
  take(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Gives calls on their way `graceMs`, and then ends every connection. */
  close(graceMs: number): Promise<void>;
}

/** Starts to listen. Throws `MortiseError` with `GATEWAY_PORT_TAKEN` or `GATEWAY_LISTEN_FAILED`. */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  upgrades: UpgradeTaker,
  { host, port }: Listening,
): Promise<RunningServer> {
  // The platform's own Request and Response stay as they are: plugins share this process.
  const listener = getRequestListener(fetch, { overrideGlobalObjects: false, errorHandler: refuseUnreadable });
  const answering = new Set<ServerResponse>();
  const server = createServer(limits, (incoming, outgoing) => {
    answering.add(outgoing);
    outgoing.once("close", () => answering.delete(outgoing));
    void listener(incoming, outgoing);
  });
  server.on("upgrade", upgrades.take);
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    throw listenError(error as NodeJS.ErrnoException, { host, port });
  }
  const { port: bound } = server.address() as AddressInfo;
  return { listening: { host, port: bound }, close: (graceMs) => close(server, answering, upgrades, graceMs) };
}

/** A request whose Host or path make no address never reaches the app. */
function refuseUnreadable(error: unknown): Response {
  const reason = error instanceof Error ? error.message : String(error);
  const { status, body } = toErrorReply(
    badRequest(`The request cannot be read: ${reason}.`, "invalid_request"),
    String,
  );
  return Response.json(body, { status });
}

function listenError(error: NodeJS.ErrnoException, { host, port }: Listening): MortiseError {
  const next = port < 65_535 ? port + 1 : port - 1;
  if (error.code === "EADDRINUSE")
    return new MortiseError(diagnoseGateway("GATEWAY_PORT_TAKEN", { host, port, next }), error);
  return new MortiseError(diagnoseGateway("GATEWAY_LISTEN_FAILED", { host, port, reason: error.message }), error);
}

async function close(
  server: Server,
  answering: ReadonlySet<ServerResponse>,
  upgrades: UpgradeTaker,
  graceMs: number,
): Promise<void> {
  const closed = once(server, "close");
  server.close();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  // The server counts them among its connections, and does not end them.
  await upgrades.close(graceMs);
  await closed;
  clearTimeout(timer);
  // A connection that was cut ends its answer a moment later, and only then is the provider told to stop.
  await Promise.all([...answering].map((outgoing) => once(outgoing, "close")));
}
