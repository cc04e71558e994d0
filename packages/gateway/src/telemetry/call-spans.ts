import { tracingChannel } from "node:diagnostics_channel";
import { context, SpanKind, trace, type Attributes, type Context, type Span, type Tracer } from "@opentelemetry/api";
import { answerAttributes, callAttributes, spanName, type TracedCall } from "./call-attributes.js";
import { failSpan } from "./fail-span.js";

/** What spans of calls are made with. */
export interface CallSpanOptions {
  readonly tracer: Tracer;
  redact(text: string): string;
  /** The context of a request that is on its way. */
  contextOf(requestId: string): Context | undefined;
}

/**
 * Makes a span of each call that hosts of this process tell of on the tracing channel `mortise:call`. A call that never
 * settles has none. Returns the undo.
 */
export function traceCalls({ tracer, redact, contextOf }: CallSpanOptions): () => void {
  const channel = tracingChannel<unknown, TracedCall>("mortise:call");
  const spans = new WeakMap<TracedCall, Span>();
  // The calls whose synchronous part runs now, the outermost first.
  const running: TracedCall[] = [];
  const parentOf = ({ requestId }: TracedCall): Context => {
    const around = running.map((call) => spans.get(call)).findLast((span) => span !== undefined);
    if (around) return trace.setSpan(context.active(), around);
    return (requestId === undefined ? undefined : contextOf(requestId)) ?? context.active();
  };
  const finish = (call: TracedCall): void => {
    const span = spans.get(call);
    if (!span || !spans.delete(call)) return;
    span.setAttributes(answerAttributes(call) as Attributes);
    span.end();
  };
  const listeners = {
    start(call: TracedCall) {
      const attributes = callAttributes(call) as Attributes;
      spans.set(call, tracer.startSpan(spanName(call), { kind: SpanKind.INTERNAL, attributes }, parentOf(call)));
      running.push(call);
    },
    end(call: TracedCall) {
      if (running.includes(call)) running.length = running.lastIndexOf(call);
      if ("result" in call || "error" in call) finish(call);
    },
    asyncStart() {},
    asyncEnd: finish,
    error(call: TracedCall) {
      const span = spans.get(call);
      if (span) failSpan(span, call.error, redact);
    },
  };
  channel.subscribe(listeners);
  return () => channel.unsubscribe(listeners);
}
