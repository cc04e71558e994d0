import { randomUUID } from "node:crypto";
import { Hono, type Context, type Handler } from "hono";
import { cors } from "hono/cors";
import { listActions, runAction } from "../actions/message-actions.js";
import { completionId, completions } from "../chat/completions.js";
import { embed } from "../embeddings.js";
import { findModel, listModels } from "../models/list.js";
import { health } from "../plugins/health.js";
import { inspectLive } from "../plugins/report.js";
import { servePluginRoute } from "../plugins/routes.js";
import type { Exchange, Serving } from "../serving.js";
import { rpcPath } from "../rpc/path.js";
import { speak } from "../speech.js";
import { ApiError, tokenMissing } from "./api-error.js";
import { toErrorReply, type ErrorReply } from "./error-reply.js";
import { assertFriendly, type Listening } from "./guard.js";

interface Environment {
  Variables: { readonly requestId: string };
}

/** What the app is told besides what serving needs. */
export interface AppOptions {
  /** Where the gateway listens now. */
  listening(): Listening | undefined;
  /** Called when plugins may have been loaded for a route. */
  onRouteLookup(): void;
}

const chatPath = "/v1/chat/completions";

/** The gateway's HTTP side: its own routes, then those of plugins, every answer of its own in OpenAI's format. */
export function createApp(serving: Serving, options: AppOptions): Hono<Environment> {
  const app = new Hono<Environment>();
  const fail = (error: unknown, context: Context<Environment>) => replyTo(error, context, serving);
  app.use(async (context, next) => {
    context.set(
      "requestId",
      context.req.path === chatPath ? completionId() : `req_${randomUUID().replaceAll("-", "")}`,
    );
    const { headers, url } = context.req.raw;
    assertFriendly(headers, url, serving.settings, options.listening());
    await next();
    context.header("x-request-id", context.get("requestId"));
  });
  allowOrigins(app, serving.settings.allowedOrigins);
  for (const path of ["/v1", "/v1/*", "/plugins", rpcPath]) {
    app.use(path, (context, next) => {
      if (!serving.token.admits(context.req.header("authorization"))) throw tokenMissing();
      return next();
    });
  }
  addOwnRoutes(app, serving, fail);
  app.all("*", async (context) => {
    const response = await servePluginRoute(context.req.raw, exchangeOf(context), serving);
    options.onRouteLookup();
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

type Fail = (error: unknown, context: Context<Environment>) => ErrorReply;

function addOwnRoutes(app: Hono<Environment>, serving: Serving, fail: Fail): void {
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
  own("GET", "/healthz", async (context) => context.json(await health(serving, context.req.raw.signal)));
  own("GET", "/plugins", async (context) => {
    return context.json({ plugins: await inspectLive(serving, context.req.raw.signal) });
  });
  own("GET", "/v1/models", async (context) => {
    return context.json({ object: "list", data: await listModels(serving, context.req.raw.signal) });
  });
  own("GET", "/v1/models/:model{.+}", async (context) => {
    return context.json(await findModel(context.req.param("model") ?? "", serving, context.req.raw.signal));
  });
  own("POST", chatPath, (context) => {
    return completions(context.req.raw, context.get("requestId"), serving, (error) => fail(error, context).body);
  });
  own("POST", "/v1/audio/speech", (context) => speak(context.req.raw, exchangeOf(context), serving));
  own("POST", "/v1/embeddings", (context) => embed(context.req.raw, exchangeOf(context), serving));
  own("GET", "/v1/messages/actions", async (context) => context.json({ data: await listActions(serving) }));
  own("POST", "/v1/messages/actions/:action{.+}", async (context) => {
    const { req } = context;
    return context.json(await runAction(req.param("action") ?? "", req.raw, exchangeOf(context), serving));
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

function unknownUrl({ req }: Context<Environment>): never {
  throw new ApiError(`There is nothing at ${req.method} ${req.path}.`, { status: 404, code: "unknown_url" });
}

/** Lets the pages of allowed origins read the answers; others never get here. */
function allowOrigins(app: Hono<Environment>, allowed: readonly string[]): void {
  const exposeHeaders = ["x-request-id", "retry-after", "retry-after-ms"];
  const share = cors({ origin: [...allowed], exposeHeaders });
  app.use((context, next) => (allowed.includes(context.req.header("origin") ?? "") ? share(context, next) : next()));
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
