import { channel, tracingChannel } from "node:diagnostics_channel";
import { propagation, SpanKind, SpanStatusCode, trace, TraceFlags } from "@opentelemetry/api";
import { CapabilityError } from "@mortise/sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { rememberSpans, type SpanMemory } from "../../test/span-memory.js";
import type { TracedCall } from "./call-attributes.js";
import { startTelemetry } from "./start-telemetry.js";
import type { Telemetry } from "./telemetry.js";

const calls = tracingChannel<unknown, TracedCall>("mortise:call");
const call = (kind: string, operation: string, more: Partial<TracedCall> = {}): TracedCall => ({
  plugin: "acme",
  kind,
  id: "one",
  operation,
  requestId: undefined,
  ...more,
});
const isHeard = () => channel("tracing:mortise:call:start").hasSubscribers;

let memory: SpanMemory;
let telemetry: Telemetry;
beforeEach(async () => {
  memory = rememberSpans();
  telemetry = await startTelemetry({ openTelemetry: true }, (text) => text.replaceAll("sk-secret", "[redacted]"));
});
afterEach(() => {
  telemetry.close();
  memory[Symbol.dispose]();
});

describe("a call [GATE-9]", () => {
  it("that answers at once becomes a span with its plugin and what was called", () => {
    calls.traceSync(() => 1, call("hook", "gate", { id: "before_tool_call", requestId: "r1" }));
    const { name, attributes, status, kind } = memory.span("mortise.hook.before_tool_call");
    expect({ name, attributes, status: status.code, kind }).toEqual({
      name: "mortise.hook.before_tool_call",
      attributes: {
        "mortise.plugin": "acme",
        "mortise.kind": "hook",
        "mortise.id": "before_tool_call",
        "mortise.operation": "gate",
        "mortise.request_id": "r1",
      },
      status: SpanStatusCode.UNSET,
      kind: SpanKind.INTERNAL,
    });
  });

  it("that answers later ends when it has, with what a model says of its answer", async () => {
    const answer = { message: {}, finishReason: "stop", usage: { inputTokens: 3, outputTokens: 4 } };
    const answered = calls.tracePromise(async () => answer, call("text-inference", "complete"));
    expect(memory.spans).toEqual([]);
    await answered;
    expect(memory.span("mortise.text-inference.complete").attributes).toMatchObject({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "one",
      "gen_ai.response.finish_reasons": ["stop"],
      "gen_ai.usage.input_tokens": 3,
      "gen_ai.usage.output_tokens": 4,
    });
  });

  it.each([
    ["embedding", "embed", { "gen_ai.operation.name": "embeddings", "gen_ai.provider.name": "one" }],
    ["tool", "execute", { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "one" }],
    ["speech", "synthesize", { "gen_ai.operation.name": "generate_content", "gen_ai.output.type": "speech" }],
  ])("of a %s is told in the words of the conventions", (kind, operation, attributes) => {
    calls.traceSync(() => undefined, call(kind, operation));
    expect(memory.span(`mortise.${kind}.${operation}`).attributes).toMatchObject(attributes);
  });

  it("that fails says why, at once or later, without secrets", async () => {
    const fail = () => {
      throw new CapabilityError("sk-secret is wrong", { code: "authentication" });
    };
    expect(() => calls.traceSync(fail, call("command", "execute"))).toThrow("wrong");
    await expect(calls.tracePromise(async () => fail(), call("tool", "execute"))).rejects.toThrow("wrong");
    telemetry.begin({ requestId: "r1", name: "GET", attributes: {} })?.({ error: 7 });
    for (const name of ["mortise.command.execute", "mortise.tool.execute"]) {
      const { status, attributes, events } = memory.span(name);
      expect(status).toEqual({ code: SpanStatusCode.ERROR, message: "[redacted] is wrong" });
      expect(attributes["error.type"]).toBe("authentication");
      expect(events.map((event) => event.name)).toEqual(["exception"]);
      expect(JSON.stringify(events)).not.toContain("sk-secret");
    }
    expect(memory.span("GET").status.message).toBe("7");
  });
});

describe("which call brought about which", () => {
  it("is known of what is called in another's synchronous part, also after one that failed", async () => {
    await calls.tracePromise(
      async () => {
        expect(() => calls.traceSync(() => JSON.parse("{"), call("hook", "modify", { id: "broken" }))).toThrow(
          SyntaxError,
        );
        await calls.tracePromise(async () => {}, call("web-search", "search"));
        calls.traceSync(() => 1, call("hook", "observe", { id: "later" }));
      },
      call("tool", "execute"),
    );
    expect(memory.above(memory.span("mortise.hook.broken"))).toEqual(["mortise.tool.execute"]);
    expect(memory.above(memory.span("mortise.web-search.search"))).toEqual(["mortise.tool.execute"]);
    expect(memory.above(memory.span("mortise.hook.later"))).toEqual([]);
  });

  it("is else the request whose id it carries, as long as that is on its way", async () => {
    const answered = telemetry.begin({ requestId: "r1", name: "GET", attributes: { "url.path": "/x" } });
    const other = telemetry.begin({ requestId: "r2", name: "PUT", attributes: {} });
    await calls.tracePromise(async () => {}, call("tool", "execute", { requestId: "r1" }));
    answered?.({ name: "GET /x", attributes: { "http.response.status_code": 200 } });
    answered?.({ name: "told twice" });
    other?.({ error: new Error("sk-secret") });
    calls.traceSync(() => 1, call("command", "execute", { requestId: "r1" }));
    expect(memory.above(memory.span("mortise.tool.execute"))).toEqual(["GET /x"]);
    expect(memory.above(memory.span("mortise.command.execute"))).toEqual([]);
    expect(memory.span("GET /x")).toMatchObject({
      kind: SpanKind.SERVER,
      attributes: { "url.path": "/x", "http.response.status_code": 200, "mortise.request_id": "r1" },
    });
    expect(memory.span("PUT").status).toEqual({ code: SpanStatusCode.ERROR, message: "[redacted]" });
  });

  it("of a request is what the application's propagator reads off its headers", () => {
    const [traceId, spanId] = ["0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"];
    propagation.setGlobalPropagator({
      inject: () => {},
      fields: () => ["traceparent"],
      extract: (context, carrier, { get }) =>
        get(carrier, "traceparent") === "given"
          ? trace.setSpanContext(context, { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true })
          : context,
    });
    const headers = new Headers({ traceparent: "given" });
    telemetry.begin({ requestId: "r1", name: "GET", attributes: {}, headers })?.({});
    telemetry.begin({ requestId: "r2", name: "PUT", attributes: {}, headers: new Headers() })?.({});
    expect(memory.span("GET")).toMatchObject({ kind: SpanKind.SERVER, parentSpanContext: { traceId, spanId } });
    expect(memory.span("PUT").parentSpanContext).toBeUndefined();
  });
});

describe("the subscription", () => {
  it("ends with the telemetry, and with it the requests that were on their way", () => {
    expect(isHeard()).toBe(true);
    const answered = telemetry.begin({ requestId: "r1", name: "GET", attributes: {} });
    telemetry.close();
    expect(isHeard()).toBe(false);
    answered?.({ name: "too late" });
    calls.traceSync(() => 1, call("tool", "execute"));
    expect(memory.spans.map(({ name }) => name)).toEqual(["GET"]);
  });

  it.each([{}, { openTelemetry: false }])("is not there with %j", async (settings) => {
    telemetry.close();
    const off = await startTelemetry(settings, (text) => text);
    expect(off.begin({ requestId: "r1", name: "GET", attributes: {} })).toBeUndefined();
    expect(isHeard()).toBe(false);
  });
});
