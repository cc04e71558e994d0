// Alone in its process: what others left running would be taken for its own.
// What handlers and providers can do wrong when they are called, in a plugin that was just loaded and in one loaded anew.
import { setTimeout as wait } from "node:timers/promises";
import { speech } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { FaultyHost, hereIn, moduleOf, moments, expectNothingLeft, expectWell } from "./faulty-host.js";

/** The body of a function that is called: `late` is what the test looks at after the caller has been answered. */
const bodies = {
  throws: "{ throw new Error('broken'); // here\n}",
  rejects: "async () => { await turn(); throw new Error('broken'); // here\n}",
  hangs: "() => new Promise(() => {})",
  "ignores its signal": "() => new Promise((resolve) => ledger.end = () => resolve(undefined))",
  "rejects when nobody waits any more":
    "() => new Promise((_, reject) => ledger.end = () => reject(new Error('late')))",
} as const;
type Fault = keyof typeof bodies;
const functionOf = (fault: Fault) => (fault === "throws" ? `() => ${bodies[fault]}` : bodies[fault]);
const isLate = (fault: Fault) => !["throws", "rejects"].includes(fault);
const faults = Object.keys(bodies) as Fault[];

const options = { entry: { deadlineMs: 30 } };

/** Lets what was given up end, where it can: until then its instance counts as used. */
async function endLate(faulty: FaultyHost, fault: Fault): Promise<void> {
  const { end } = faulty.ledger as { end?: () => void };
  const { use } = faulty.host.registry.instances.get("bad") ?? {};
  if (!isLate(fault)) return expect(use?.calls).toBe(0);
  expect(use?.calls).toBe(1);
  if (fault === "hangs") return;
  end?.();
  await expect.poll(() => use?.calls).toBe(0);
  expect(faulty.host.counters.get("bad")).toMatchObject({ timeouts: 1, late: 1 });
}

/** A call that never ends is only given up when the grace period is over; close ends all the same. */
async function expectEnded(faulty: FaultyHost, fault: Fault): Promise<void> {
  if (fault !== "hangs") return expectNothingLeft(faulty);
  await faulty.host.close();
  expect(faulty.diagnostic("CALLS_UNFINISHED")).toMatchObject({ plugin: "bad" });
  expect([...faulty.ledger.alive]).toEqual([]);
}

describe.each(moments)("after %s, a handler that [CALL-9]", (moment) => {
  const hooks = {
    modify: "before_model_resolve",
    gate: "before_tool_call",
    observe: "llm_input",
  } as const;
  const cases = faults.flatMap((fault) =>
    (["modify", "gate", "observe"] as const).map((kind) => [fault, kind] as const),
  );

  const run = (faulty: FaultyHost, kind: keyof typeof hooks, hook: string = hooks[kind]) =>
    (faulty.host.hooks[kind] as (hook: string, event: unknown) => Promise<unknown>)(hook, { model: "m" });

  it.each(cases)("%s, of a hook to %s", async (fault, kind) => {
    const code = moduleOf(`api.on("${hooks[kind]}", ${functionOf(fault)});`);
    const faulty = await FaultyHost.at(moment, code, { ...options, graceMs: 30 });
    const outcome = await run(faulty, kind);
    if (kind === "gate") expect(outcome).toMatchObject({ blocked: true, plugin: "bad" });
    else expect(outcome).toBeUndefined();
    const found = faulty.diagnostic(isLate(fault) ? "HOOK_TIMEOUT" : "HOOK_FAILED");
    expect(found.path).toBe(faulty.path("index.mjs"));
    if (!isLate(fault)) expect(found.line).toBe(hereIn(code));
    await endLate(faulty, fault);
    await expectWell(faulty);
    await expectEnded(faulty, fault);
  });

  it.each([
    ["before_prompt_build", "modify", "() => 7"],
    ["before_prompt_build", "modify", "async () => 'text'"],
    ["before_tool_call", "gate", "() => ({ block: 'perhaps' })"],
    ["before_tool_call", "gate", "async () => []"],
    ["before_tool_call", "gate", "() => true"],
    ["before_tool_call", "gate", "() => ({ get block() { throw new Error('no') } })"],
    ["before_tool_call", "gate", "async () => ({ get event() { throw new Error('no') } })"],
    ["before_tool_call", "gate", "() => ({ get then() { throw new Error('no') } })"],
  ] as const)("returns to %s (%s) the wrong shape: %s", async (hook, kind, handler) => {
    const faulty = await FaultyHost.at(moment, moduleOf(`api.on("${hook}", ${handler});`), options);
    const outcome = await run(faulty, kind, hook);
    if (kind === "gate") expect(outcome).toMatchObject({ blocked: true, plugin: "bad" });
    else expect(outcome).toBeUndefined();
    expect(faulty.diagnostic("HOOK_RESULT_INVALID")).toMatchObject({ plugin: "bad", path: faulty.path("index.mjs") });
    await expectWell(faulty);
    await expectNothingLeft(faulty);
  });
});

describe.each(moments)("after %s, an operation of a provider that", (moment) => {
  const ask = (faulty: FaultyHost) => faulty.host.runtime.speech.synthesize({ text: "" }, { provider: "bad" });

  it.each(faults)("%s", async (fault) => {
    const code = moduleOf(`api.registerSpeechProvider(aVoice(${functionOf(fault)}));`);
    const faulty = await FaultyHost.at(moment, code, { ...options, graceMs: 30 });
    const error = await ask(faulty).then(
      (): Error & { code?: string } => new Error("it answered"),
      (reason: unknown) => reason as Error & { code?: string },
    );
    if (isLate(fault)) expect(error.code).toBe("timeout");
    else expect(error.stack).toContain(`${faulty.path("index.mjs")}:${hereIn(code)}`);
    expect(error.message).toMatch(isLate(fault) ? /bad/ : /broken/);
    await endLate(faulty, fault);
    await expectWell(faulty);
    await expectEnded(faulty, fault);
  });

  it.each(["throws", "rejects"] as const)(
    "%s again and again is not asked any more, and that is said with its place",
    async (fault) => {
      const code = moduleOf(`api.registerSpeechProvider(aVoice(${functionOf(fault)}));`);
      const faulty = await FaultyHost.at(moment, code, options);
      for (let time = 0; time < 5; time += 1) await expect(ask(faulty)).rejects.toThrow("broken");
      await expect(ask(faulty)).rejects.toMatchObject({ code: "unavailable" });
      const place = { plugin: "bad", path: faulty.path("index.mjs"), line: hereIn(code) };
      expect(faulty.diagnostic("BREAKER_OPENED")).toMatchObject(place);
      expect(faulty.host.registry.get(speech, "bad")).toMatchObject({ status: "active", plugin: "bad" });
      await expectWell(faulty);
      await expectNothingLeft(faulty);
    },
  );

  it.each([undefined, 7, "text", null, { audio: "no bytes" }])(
    "answers with the wrong shape, %j, harms nobody else",
    async (value) => {
      const faulty = await FaultyHost.at(
        moment,
        moduleOf(`api.registerSpeechProvider(aVoice(async () => (${JSON.stringify(value)})));`),
      );
      expect(await ask(faulty)).toEqual(value);
      await expectWell(faulty);
      await expectNothingLeft(faulty);
    },
  );

  it.each([
    ["gives a thenable that throws", "() => ({ then() { throw new Error('broken') } })", /broken/],
    ["gives a thenable that rejects twice", "() => ({ then(a, b) { b(new Error('broken')); b(1); a(2) } })", /broken/],
    [
      "gives what throws where it is looked at",
      "async () => new Proxy({}, { getPrototypeOf() { throw 1 } })",
      undefined,
    ],
    [
      "gives what throws at once where it is looked at",
      "() => new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 1 } })",
      undefined,
    ],
  ])("%s ends as any other", async (_, operation, message) => {
    const faulty = await FaultyHost.at(moment, moduleOf(`api.registerSpeechProvider(aVoice(${operation}));`));
    const answer = ask(faulty).then(() => "answered");
    if (message) await expect(answer).rejects.toThrow(message);
    await expect(Promise.race([answer.catch(() => "refused"), wait(1000, "hangs")])).resolves.not.toBe("hangs");
    expect(faulty.host.registry.instances.get("bad")?.use.calls).toBe(0);
    await expectWell(faulty);
    await expectNothingLeft(faulty);
  });

  it.each([
    ["a proxy that throws", "new Proxy({}, { get() { throw 1 }, has() { throw 1 }, getPrototypeOf() { throw 1 } })"],
    ["nothing", "undefined"],
    ["text", "'broken'"],
    ["a frozen error", "Object.freeze(new Error('broken'))"],
    ["an error whose message throws", "Object.defineProperty(new Error(''), 'message', { get() { throw 1 } })"],
  ])("throws %s", async (_, thrown) => {
    const operation = `aVoice(() => { throw ${thrown}; })`;
    const handler = `() => { throw ${thrown}; }`;
    const code = moduleOf(`api.registerSpeechProvider(${operation}); api.on("before_tool_call", ${handler});`);
    const faulty = await FaultyHost.at(moment, code);
    const answered = await ask(faulty).then(
      () => true,
      () => false,
    );
    expect(answered).toBe(false);
    const gate = await faulty.host.hooks.gate("before_tool_call", {} as never);
    expect(gate).toMatchObject({ blocked: true, plugin: "bad" });
    expect(faulty.diagnostic("HOOK_FAILED")).toMatchObject({ plugin: "bad", path: faulty.path("index.mjs") });
    await expectWell(faulty);
    await expectNothingLeft(faulty);
  });
});

describe.each(moments)("after %s, a timer of api that", (moment) => {
  it.each([
    ["throws", "api.setTimeout", "() => { throw new Error('ticked off'); // here\n}"],
    ["rejects", "api.setTimeout", "async () => { await turn(); throw new Error('ticked off'); // here\n}"],
    ["throws each time", "api.setInterval", "() => { throw new Error('ticked off'); // here\n}"],
    ["rejects each time", "api.setInterval", "async () => { await turn(); throw new Error('ticked off'); // here\n}"],
  ])("%s", async (_, method, run) => {
    const code = moduleOf(`${method}(${run}, 1);`);
    const faulty = await FaultyHost.at(moment, code);
    await expect.poll(() => faulty.found.map(({ code: each }) => each)).toContain("TIMER_FAILED");
    const place = { plugin: "bad", path: faulty.path("index.mjs"), line: hereIn(code) };
    expect(faulty.diagnostic("TIMER_FAILED")).toMatchObject(place);
    await expectWell(faulty);
    await expectNothingLeft(faulty);
    const { length } = faulty.found;
    await wait(10);
    expect(faulty.found.length).toBe(length);
  });
});
