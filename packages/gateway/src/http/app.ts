import { randomUUID } from "node:crypto";
import { Hono, type Context, type Handler, type MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { listActions, runAction } from "../actions/message-actions.js";
import { completionId, completions } from "../chat/completions.js";
import { embed } from "../embeddings.js";
import { findModel, listModels } from "../models/list.js";
import { health } from "../plugins/health.js";
import { inspectLive } from "../plugins/report.js";
import { servePluginRoute } from "../plugins/routes.js";
import { scopeOfHead } from "../requests/call-scope.js";
import { openRequest, type GatewayServing } from "../requests/open.js";
import type { Exchange, RequestServing, Serving } from "../serving.js";
import { rpcPath } from "../rpc/path.js";
import { speak } from "../speech.js";
import { traceRequests } from "../telemetry/trace-requests.js";
import { ApiError, tokenMissing } from "./api-error.js";
import { toErrorReply, type ErrorReply } from "./error-reply.js";
import { assertFriendly, type Listening } from "./guard.js";
import { whileSent } from "./while-sent.js";

interface Environment {
  Variables: {
    readonly requestId: string;
    /** For this request alone. */
    readonly serving: RequestServing;
    /** Whether plugins may still be at work while the answer leaves. */
    readonly isStreamed?: boolean;
  };
}

/** What the app is told besides what serving needs. */
export interface AppOptions {
  /** Where the gateway listens now. */
  listening(): Listening | undefined;
}

const chatPath = "/v1/chat/completions";

/** The gateway's HTTP side: its own routes, then those of plugins, every answer of its own in OpenAI's format. */
export function createApp(serving: GatewayServing, options: AppOptions): Hono<Environment> {
  const app = new Hono<Environment>();
  const fail = (error: unknown, context: Context<Environment>) => replyTo(error, context, serving);
  app.use(async (context, next) => {
    context.set(
      "requestId",
      context.req.path === chatPath ? completionId() : `req_${randomUUID().replaceAll("-", "")}`,
    );
    await next();
  });
  app.use(traceRequests(serving.telemetry));
  app.use(async (context, next) => {
    const { headers, url } = context.req.raw;
    assertFriendly(headers, url, serving.settings, options.listening());
    await next();
    context.header("x-request-id", context.get("requestId"));
  });
  allowOrigins(app, serving);
  for (const path of ["/v1", "/v1/*", "/plugins", rpcPath]) {
    app.use(path, (context, next) => {
      if (!serving.token.admits(context.req.header("authorization"))) throw tokenMissing();
      return next();
    });
  }
  app.use(keepToGeneration(serving));
  addOwnRoutes(app, fail);
  app.all("*", async (context) => {
    const response = await servePluginRoute(context.req.raw, exchangeOf(context), context.get("serving"));
    context.set("isStreamed", true);
    return response ?? unknownUrl(context);
  });
  app.onError((error, context) => {
    context.header("x-request-id", context.get("requestId"));
    const { status, body, headers } = fail(error, context);
    for (const [name, value] of Object.entries(headers)) context.header(name, value);
    return context.body(JSON.stringify(body), status as 400, { "content-type": "application/json" });
  });
  return app;
}

/** Gives each request what it needs, of one generation, until its answer has left. */
function keepToGeneration(serving: GatewayServing): MiddlewareHandler<Environment> {
  return async (context, next) => {
    const { method, url, headers, signal } = context.req.raw;
    const request = openRequest(serving, scopeOfHead({ requestId: context.get("requestId"), method, url, headers }));
    context.set("serving", request.serving);
    try {
      await next();
    } catch (error) {
      request.release();
      throw error;
    }
    if (context.get("isStreamed")) {
      context.res = whileSent(context.res, { caller: signal, gateway: request.signal }, request.release);
    } else request.release();
  };
}

type Fail = (error: unknown, context: Context<Environment>) => ErrorReply;

function addOwnRoutes(app: Hono<Environment>, fail: Fail): void {
  const own = (method: "GET" | "POST", path: string, handler: Handler<Environment>) => {
    app.on(method, path, handler);
    app.all(path, () => {
      throw new ApiError(`This path takes ${method} only.`, {
        status: 405,
        code: "method_not_allowed",
        headers: { allow: method },
      });
    });
  };
  own("GET", "/healthz", async (context) => context.json(await health(context.get("serving"), context.req.raw.signal)));
  own("GET", "/plugins", async (context) => {
    return context.json({ plugins: await inspectLive(context.get("serving"), context.req.raw.signal) });
  });
  own("GET", "/v1/models", async (context) => {
    return context.json({ object: "list", data: await listModels(context.get("serving"), context.req.raw.signal) });
  });
  own("GET", "/v1/models/:model{.+}", async (context) => {
    const { req } = context;
    return context.json(await findModel(req.param("model") ?? "", context.get("serving"), req.raw.signal));
  });
  own("POST", chatPath, async (context) => {
    const sayError = (error: unknown) => fail(error, context).body;
    const answer = await completions(context.req.raw, context.get("requestId"), context.get("serving"), sayError);
    context.set("isStreamed", isEventStream(answer));
    return answer;
  });
  own("POST", "/v1/audio/speech", (context) => speak(context.req.raw, exchangeOf(context), context.get("serving")));
  own("POST", "/v1/embeddings", (context) => embed(context.req.raw, exchangeOf(context), context.get("serving")));
  own("GET", "/v1/messages/actions", async (context) =>
    context.json({ data: await listActions(context.get("serving")) }),
  );
  own("POST", "/v1/messages/actions/:action{.+}", async (context) => {
    const { req } = context;
    const answer = runAction(req.param("action") ?? "", req.raw, exchangeOf(context), context.get("serving"));
    return context.json(await answer);
  });
  own("GET", rpcPath, () => {
    throw new ApiError("This path speaks JSON-RPC 2.0 over WebSocket; open one to it.", {
      status: 426,
      code: "upgrade_required",
      headers: { upgrade: "websocket" },
    });
  });
  app.all("/v1", unknownUrl);
  app.all("/v1/*", unknownUrl);
}

function exchangeOf(context: Context<Environment>): Exchange {
  return { requestId: context.get("requestId"), signal: context.req.raw.signal };
}

function isEventStream({ headers }: Response): boolean {
  return headers.get("content-type")?.startsWith("text/event-stream") === true;
}

function unknownUrl({ req }: Context<Environment>): never {
  throw new ApiError(`There is nothing at ${req.method} ${req.path}.`, { status: 404, code: "unknown_url" });
}

/** Lets the pages of allowed origins read the answers; others never get here. */
function allowOrigins(app: Hono<Environment>, serving: Serving): void {
  const exposeHeaders = ["x-request-id", "retry-after", "retry-after-ms"];
  const share = cors({ origin: (origin) => origin, exposeHeaders });
  app.use((context, next) => {
    const { allowedOrigins } = serving.settings;
    return allowedOrigins.includes(context.req.header("origin") ?? "") ? share(context, next) : next();
  });
}

/** Words an error for the caller, and logs what the operator should know. */
function replyTo(error: unknown, context: Context<Environment>, { host, log }: Serving): ErrorReply {
  const redact = host.controlPlane.checks.redactor.text;
  const reply = toErrorReply(error, redact);
  if (reply.logAs !== undefined) {
    const whole = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const said = reply.logAs === "warn" ? reply.body.error.message : whole;
    const message = redact(`${context.req.method} ${context.req.path} failed: ${said}`);
    log({ level: reply.logAs, message, fields: { requestId: context.get("requestId") } });
  }
  return reply;
}
