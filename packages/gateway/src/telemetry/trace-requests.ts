import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Telemetry, TracedAnswer } from "./telemetry.js";

/** Has every request traced, from when its headers are there until its answer was sent whole, or nobody reads on. */
export function traceRequests(telemetry: Telemetry): MiddlewareHandler<{ Variables: { readonly requestId: string } }> {
  return async (context, next) => {
    const { method, path, raw } = context.req;
    const answered = telemetry.begin({
      requestId: context.get("requestId"),
      name: method,
      attributes: { "http.request.method": method, "url.path": path },
      headers: raw.headers,
    });
    await next();
    if (!answered) return;
    const { res, error } = context;
    // That of the handler that was reached last; the routes of plugins all are one to the app.
    const route = routePath(context);
    const isOwn = route !== "*" && route !== "/*";
    const answer: TracedAnswer = {
      ...(isOwn && { name: `${method} ${route}` }),
      attributes: { "http.response.status_code": res.status, ...(isOwn && { "http.route": route }) },
      ...(res.status >= 500 && { error: error ?? new Error(`HTTP ${res.status}`) }),
    };
    if (res.body === null || raw.method === "HEAD") return answered(answer);
    const body = whenRead(res.body, (failure) =>
      answered(failure === undefined ? answer : { ...answer, error: failure }),
    );
    context.res = new Response(body, res);
  };
}

/** The same stream; tells once when it has ended, has failed, or is read no further. */
function whenRead(source: ReadableStream<Uint8Array>, ended: (failure?: unknown) => void): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          controller.close();
          ended();
        } catch (error) {
          ended(error);
          throw error;
        }
      },
      cancel(reason) {
        ended();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
