import { service, tool, type Contract } from "@mortise/sdk";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Registration } from "../loading/registration.js";
import { callingWith, registered } from "../../test/calling.js";
import { createInvoker } from "./invoke.js";
import { createServiceRunner, idleServices, serviceDeadlineMs, type ServiceRunner } from "./services.js";

let said: string[];
let reported: Diagnostic[];
let runner: ServiceRunner;
beforeEach(() => {
  [said, reported] = [[], []];
  const report = (diagnostic: Diagnostic) => void reported.push(diagnostic);
  runner = createServiceRunner({ report, invoke: createInvoker({ ...callingWith(), deadlineMs: 1000 }) });
});
afterEach(() => {
  if (vi.isFakeTimers()) vi.advanceTimersByTime(100);
  vi.useRealTimers();
});

const codes = () => reported.map(({ code, plugin, message }) => `${code} ${plugin} ${message.replace(/^.*: /, "")}`);

/** A service that says what happens to it. */
function serviceOf(
  id: string,
  members: Readonly<Record<string, () => unknown>> = {},
  contract: Contract = service,
): Registration {
  const value = {
    id,
    start: async () => void said.push(`+${id}`),
    stop: async () => void said.push(`-${id}`),
    ...members,
  };
  return registered(value, { plugin: `of-${id}`, contract, id });
}

describe("services [CALL-12]", () => {
  it("start in order and stop in reverse", async () => {
    await runner.run([serviceOf("a"), serviceOf("b"), serviceOf("t", {}, tool)]);
    expect(runner.running).toEqual(["a", "b"]);
    await runner.stop();
    expect(said).toEqual(["+a", "+b", "-b", "-a"]);
    expect(runner.running).toEqual([]);
  });

  it("that run already are left alone, those that are left out stop, before new ones start", async () => {
    const [a, b, c] = [serviceOf("a"), serviceOf("b"), serviceOf("c")];
    expect(await runner.run([a, b])).toEqual([]);
    await runner.run([b, c]);
    expect(said).toEqual(["+a", "+b", "-a", "+c"]);
    expect(runner.running).toEqual(["b", "c"]);
  });

  it("start one after the other, and `settled` waits for all that was asked", async () => {
    let begun: (() => void) | undefined;
    const slow = serviceOf("slow", { start: () => new Promise<void>((resolve) => (begun = resolve)) });
    void runner.run([slow, serviceOf("b")]);
    await vi.waitFor(() => expect(begun).toBeDefined());
    expect(said).toEqual([]);
    begun?.();
    await runner.settled();
    expect(runner.running).toEqual(["slow", "b"]);
  });

  it("may have no stop", async () => {
    const { stop: _, ...value } = serviceOf("a").value;
    await runner.run([{ ...serviceOf("a"), value }]);
    await runner.stop();
    expect(reported).toEqual([]);
  });

  it("are not started any more once all were stopped", async () => {
    await runner.stop();
    await runner.run([serviceOf("a")]);
    expect(said).toEqual([]);
  });
});

describe("a service that fails", () => {
  it("to start is told of, not run, not tried again, and the others start", async () => {
    const start = vi.fn(async () => Promise.reject(new Error("no port")));
    const bad = serviceOf("bad", { start });
    const thrower = serviceOf("thrower", {
      start: () => {
        throw new Error("thrown");
      },
    });
    const wanted = [bad, thrower, serviceOf("b")];
    expect(await runner.run(wanted)).toEqual([bad, thrower]);
    expect(await runner.run(wanted)).toEqual([]);
    expect(runner.running).toEqual(["b"]);
    expect(start).toHaveBeenCalledOnce();
    expect(codes()).toEqual(["SERVICE_START_FAILED of-bad no port", "SERVICE_START_FAILED of-thrower thrown"]);
    await runner.stop();
    expect(said).toEqual(["+b", "-b"]);
  });

  it("to stop is told of, and the others stop", async () => {
    await runner.run([serviceOf("a"), serviceOf("bad", { stop: () => Promise.reject(new Error("stuck")) })]);
    await runner.stop();
    expect(said).toEqual(["+a", "+bad", "-a"]);
    expect(codes()).toEqual(["SERVICE_STOP_FAILED of-bad stuck"]);
  });

  it("to start in time is stopped again if it comes up later", async () => {
    vi.useFakeTimers();
    let begun = () => {};
    const slow = serviceOf("slow", { start: () => new Promise<void>((resolve) => (begun = resolve)) });
    const ran = runner.run([slow, serviceOf("b")]);
    await vi.advanceTimersByTimeAsync(serviceDeadlineMs + 50);
    await ran;
    expect(codes()).toEqual([
      `SERVICE_START_FAILED of-slow start of slow (of-slow) took longer than ${serviceDeadlineMs} ms`,
    ]);
    expect(runner.running).toEqual(["b"]);
    begun();
    await vi.advanceTimersByTimeAsync(0);
    expect(said).toEqual(["+b", "-slow"]);
  });

  it("to stop in time does not hold the others", async () => {
    vi.useFakeTimers();
    await runner.run([serviceOf("a"), serviceOf("stuck", { stop: () => new Promise(() => {}) })]);
    const stopped = runner.stop();
    await vi.advanceTimersByTimeAsync(serviceDeadlineMs + 50);
    await stopped;
    expect(said).toEqual(["+a", "+stuck", "-a"]);
    expect(codes()[0]).toContain("SERVICE_STOP_FAILED of-stuck");
  });
});

it("a host that only looks starts nothing", async () => {
  expect(await idleServices.run([serviceOf("a")])).toEqual([]);
  expect([said, idleServices.running]).toEqual([[], []]);
});
