import { toFetchResponse, toReqRes } from "fetch-to-node";
import type { Callable } from "./reading.js";

/**
 * Lets a handler of Node's kind, `(req, res)`, answer a request. It may answer at once or later, whole or in pieces; one
 * that returns `false` has not handled the request, which is 404. Rejects with what the handler threw before it answered.
 */
export async function answerBy(handler: Callable, request: Request, signal: AbortSignal): Promise<Response> {
  const { req, res } = toReqRes(request);
  const onAbort = () => req.destroy();
  signal.addEventListener("abort", onAbort, { once: true });
  const answered = toFetchResponse(res);
  // Whoever loses the race is not looked at again.
  answered.catch(() => {});
  const handled = (async () => {
    const result = await handler(req, res);
    if (result !== false || res.headersSent || res.writableEnded) return answered;
    return new Response("Not found", { status: 404 });
  })();
  try {
    return await Promise.race([answered, handled]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
