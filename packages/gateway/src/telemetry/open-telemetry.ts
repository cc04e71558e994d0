import { context, propagation, SpanKind, trace, type Attributes, type Context } from "@opentelemetry/api";
import { traceCalls } from "./call-spans.js";
import { failSpan } from "./fail-span.js";
import type { Telemetry, TracedRequest } from "./telemetry.js";

/**
 * Makes a span of each request and of each call of a plugin's function, with the tracer that the application registered
 * with `@opentelemetry/api`; nothing comes of it where it registered none.
 *
 * Which call brought about which is told where it can be without `AsyncLocalStorage`, which would slow every promise of
 * the process down: a call stands under the call in whose synchronous part it is made, else under the request whose id
 * it carries, else under what is active where it is made.
 */
export function traceToOpenTelemetry(redact: (text: string) => string): Telemetry {
  const tracer = trace.getTracer("@mortise/gateway");
  const requests = new Map<string, Context>();
  const stopCalls = traceCalls({ tracer, redact, contextOf: (requestId) => requests.get(requestId) });
  return {
    begin(request) {
      const { requestId, name, attributes } = request;
      const parent = parentOf(request);
      const kind = trace.getSpan(parent)?.isRecording() === true ? SpanKind.INTERNAL : SpanKind.SERVER;
      const all = { ...(attributes as Attributes), "mortise.request_id": requestId };
      const span = tracer.startSpan(name, { kind, attributes: all }, parent);
      requests.set(requestId, trace.setSpan(parent, span));
      return (answer) => {
        if (!requests.delete(requestId)) return;
        if (answer.name !== undefined) span.updateName(answer.name);
        if (answer.attributes) span.setAttributes(answer.attributes as Attributes);
        if (answer.error !== undefined) failSpan(span, answer.error, redact);
        span.end();
      };
    },
    close() {
      stopCalls();
      for (const open of requests.values()) trace.getSpan(open)?.end();
      requests.clear();
    },
  };
}

/** What is active is the application's own span of the request, where it makes one; else the caller's headers count. */
function parentOf({ headers }: TracedRequest): Context {
  const active = context.active();
  if (headers === undefined || trace.getSpan(active)) return active;
  return propagation.extract(active, Object.fromEntries(headers));
}
