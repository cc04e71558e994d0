import { SpanStatusCode, type Span } from "@opentelemetry/api";

/** Says on a span that what it is about failed, and why, without secrets. */
export function failSpan(span: Span, error: unknown, redact: (text: string) => string): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const said = redact(message);
  span.setStatus({ code: SpanStatusCode.ERROR, message: said });
  span.setAttribute("error.type", codeOf(error) ?? name);
  span.recordException({ name, message: said, ...(stack !== undefined && { stack: redact(stack) }) });
}

/** Such as a `CapabilityError` has: of few different kinds, as the attribute wants it. */
function codeOf(error: unknown): string | undefined {
  const code = typeof error === "object" && error !== null ? (error as { readonly code?: unknown }).code : undefined;
  return typeof code === "string" ? code : undefined;
}
