import { command } from "@mortise/sdk";
import { expect, it } from "vitest";
import { runRegister } from "../../../test/running-plugin.js";

const nodeArgv = `[process.execPath, "-e"`;

/** What an expression gives in a plugin, as a command tells it. */
async function evaluate(expression: string, before = ""): Promise<unknown> {
  const running = await runRegister(
    `${before} api.registerCommand({ name: "tell", handler: async () => { try { return { text: JSON.stringify({ value: await (${expression}) }) }; } catch (error) { return { text: JSON.stringify({ code: error.code, message: error.message }) }; } } });`,
  );
  const { text } = await running.host.call(await running.find(command, "tell"), "execute", { args: "" });
  return JSON.parse(text) as unknown;
}

it("a part that is not there may be read, and calling it names it [OC-9]", async () => {
  expect(await evaluate("[typeof api.runtime.channel.reply.dispatch, 'channel' in api.runtime]")).toEqual({
    value: ["function", false],
  });
  expect(await evaluate("api.runtime.channel.reply.dispatchReplyFromConfig({})")).toMatchObject({
    code: "OPENCLAW_RUNTIME_MEMBER_MISSING",
    message: expect.stringContaining("api.runtime.channel.reply.dispatchReplyFromConfig") as string,
  });
  expect(await evaluate("api.runtime.system.enqueueSystemEvent('x')")).toMatchObject({
    message: expect.stringContaining("api.runtime.system.enqueueSystemEvent") as string,
  });
});

it("listening to events that do not happen here harms nobody, and is told [OC-9]", async () => {
  const running = await runRegister(
    `const stop = api.runtime.events.onAgentEvent(() => {}); stop(); api.registerCommand({ name: "tell", handler: () => "" });`,
  );
  expect(running.codes()).toEqual(["OPENCLAW_MEMBER_WITHOUT_COUNTERPART"]);
  expect(running.contributions()).toEqual(["command:tell"]);
});

it("a runtime may be awaited, spread and printed [OC-9]", async () => {
  expect(await evaluate("Object.keys({ ...(await api.runtime) }).includes('system')")).toEqual({ value: true });
  expect(
    await evaluate(
      "[String(await api.runtime.system === api.runtime.system), (await api.runtime.nodes.list) !== undefined]",
    ),
  ).toEqual({ value: ["true", true] });
});

it("the config may be read and not be written [OC-9]", async () => {
  expect(await evaluate("api.runtime.config.loadConfig().plugins.entries.sample.enabled")).toEqual({ value: true });
  expect(await evaluate("api.runtime.config.writeConfigFile({})")).toMatchObject({
    code: "OPENCLAW_CONFIG_WRITE_REFUSED",
  });
});

it("a command is run without a shell, with its input, folder and environment [OC-7]", async () => {
  const script = `process.stdin.on('data', (d) => process.stdout.write(d + process.env.EXTRA + process.cwd())); process.stderr.write('warned'); process.on('exit', () => { process.exitCode = 3; })`;
  const result = await evaluate(
    `api.runtime.system.runCommandWithTimeout(${nodeArgv}, ${JSON.stringify(script)}], { timeoutMs: 20000, input: "in ", cwd: "/", env: { EXTRA: "x" } })`,
  );
  expect(result).toMatchObject({
    value: { code: 3, signal: null, killed: false, termination: "exit", stdout: "in x/", stderr: "warned" },
  });
});

it("a command that takes too long, or says nothing for too long, is ended [OC-7]", async () => {
  const endless = `"setInterval(() => {}, 1000)"]`;
  expect(await evaluate(`api.runtime.system.runCommandWithTimeout(${nodeArgv}, ${endless}, 50)`)).toMatchObject({
    value: { code: null, killed: true, termination: "timeout" },
  });
  expect(
    await evaluate(
      `api.runtime.system.runCommandWithTimeout(${nodeArgv}, ${endless}, { timeoutMs: 60000, noOutputTimeoutMs: 50 })`,
    ),
  ).toMatchObject({ value: { termination: "no-output-timeout", noOutputTimedOut: true } });
});

it("a command that is not there rejects [OC-7]", async () => {
  expect(
    await evaluate(`api.runtime.system.runCommandWithTimeout(["no-such-program-here"], { timeoutMs: 1000 })`),
  ).toMatchObject({
    code: "ENOENT",
  });
});

it("the log, the folder and the types of media are there [OC-7]", async () => {
  expect(
    await evaluate(`(async () => {
      const { existsSync } = await import("node:fs");
      api.runtime.logging.getChildLogger({ part: "a" }).info("said", { n: 1 });
      return [api.runtime.version.length > 0, existsSync(api.runtime.state.resolveStateDir()), api.runtime.logging.shouldLogVerbose(),
        await api.runtime.media.detectMime({ buffer: Buffer.from("%PDF-1.7") }), await api.runtime.media.detectMime({ filePath: "/a/b.ogg" }),
        api.runtime.media.mediaKindFromMime("audio/ogg"), api.runtime.media.isVoiceCompatibleAudio({ fileName: "a.ogg" })];
    })()`),
  ).toEqual({ value: [true, true, false, "application/pdf", "audio/ogg", "audio", true] });
});

it("what other plugins provide stands behind the helpers' names [OC-7]", async () => {
  const providers = `
    api.registerSpeechProvider({ id: "acme", synthesize: async ({ text }) => ({ audioBuffer: Buffer.from(text), outputFormat: "mp3", fileExtension: ".mp3" }) });
    api.registerMediaUnderstandingProvider({ id: "acme", transcribeAudio: async ({ buffer, mime }) => ({ text: buffer.toString() + mime }) });
    api.registerWebSearchProvider({ id: "acme", createTool: () => ({ execute: async ({ query }) => ({ results: [{ title: query, url: "https://a.example" }] }) }) });`;
  expect(
    await evaluate(
      `(async () => {
        const { success, audioPath } = await api.runtime.tts.textToSpeech({ text: "Hello", cfg: {} });
        const heard = await api.runtime.mediaUnderstanding.transcribeAudioFile({ filePath: audioPath });
        const { result } = await api.runtime.webSearch.search({ args: { query: "tea" } });
        return [success, heard.text, result.results[0].title];
      })()`,
      providers,
    ),
  ).toEqual({ value: [true, "Helloaudio/mpeg", "tea"] });
});
