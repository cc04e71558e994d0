import { describe, expect, it } from "vitest";
import { createEngine } from "./engine.js";

const never = new AbortController().signal;
const speak = (text: string) => ({ args: ["-w", "/speech.wav", "-b", "1", "-v", "en-us", "-f", "/text"], text });

describe("the engine [VEND-6]", () => {
  it("runs the command and hands back what it printed and how it ended", async () => {
    const run = createEngine(never);

    const version = await run({ args: ["--version"] }, never);
    expect(version.stdout.join()).toMatch(/^eSpeak NG text-to-speech: \d/);
    expect(version).toMatchObject({ status: 0, wav: undefined });

    const failed = await run({ args: ["-v", "../nobody", "-f", "/text"], text: "hi" }, never);
    expect(failed.status).toBe(1);
    expect(failed.stderr.join()).toContain("voice does not exist");
  });

  it("leaves the process's exit code alone", async () => {
    await createEngine(never)({ args: ["-v", "../nobody", "-f", "/text"], text: "hi" }, never);
    expect(process.exitCode ?? 0).toBe(0);
  });

  it("gives each of several calls at once its own answer", async () => {
    const run = createEngine(never);
    const [short, long, again] = await Promise.all([
      run(speak("One."), never),
      run(speak("One, two, three, four, five, six, seven."), never),
      run(speak("One."), never),
    ]);
    expect(long.wav?.length).toBeGreaterThan(2 * (short.wav?.length ?? Infinity));
    expect(again.wav).toEqual(short.wav);
  });

  it("ends a running job, and one that waits, when its caller goes away, and goes on with the next", async () => {
    const run = createEngine(never);
    const caller = new AbortController();
    const running = run(speak("many words ".repeat(800)), caller.signal);
    const waiting = run(speak("Two."), caller.signal);
    const next = run(speak("Three."), never);
    caller.abort();

    await expect(running).rejects.toMatchObject({ code: "aborted" });
    await expect(waiting).rejects.toMatchObject({ code: "aborted" });
    expect((await next).wav?.length).toBeGreaterThan(44);
  });

  it("tells a deadline from a caller that went away", async () => {
    const late = AbortSignal.abort(new DOMException("too late", "TimeoutError"));
    await expect(createEngine(never)(speak("One."), late)).rejects.toMatchObject({ code: "timeout" });
  });

  it("ends what runs when the plugin is unloaded", async () => {
    const plugin = new AbortController();
    const running = createEngine(plugin.signal)(speak("One."), never);
    plugin.abort();
    await expect(running).rejects.toMatchObject({ code: "unavailable" });
  });
});
