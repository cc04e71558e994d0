import { context, propagation, trace } from "@opentelemetry/api";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from "@opentelemetry/sdk-trace-base";

/** What was traced, as a test reads it. */
export interface SpanMemory extends Disposable {
  /** The spans that have ended, the first first. */
  readonly spans: readonly ReadableSpan[];
  /** One of them by its name; there must be one and no more. */
  span(name: string): ReadableSpan;
  /** The names of the spans above one, the nearest first. */
  above(span: ReadableSpan): readonly string[];
}

/** Registers OpenTelemetry's own tracer, as an application does, and keeps what it is told. */
export function rememberSpans(): SpanMemory {
  const exporter = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  const spans = () => exporter.getFinishedSpans();
  const parentOf = ({ parentSpanContext }: ReadableSpan) =>
    spans().find((one) => one.spanContext().spanId === parentSpanContext?.spanId);
  const above = (span: ReadableSpan): readonly string[] => {
    const parent = parentOf(span);
    return parent ? [parent.name, ...above(parent)] : [];
  };
  return {
    get spans() {
      return spans();
    },
    span(name) {
      const found = spans().filter((span) => span.name === name);
      if (found.length !== 1 || !found[0]) throw new Error(`${found.length} spans are called ${name}`);
      return found[0];
    },
    above,
    [Symbol.dispose]() {
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}
