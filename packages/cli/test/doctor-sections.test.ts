import { beforeEach, describe, expect, it, vi } from "vitest";
import type { DoctorReport, PluginReport, StatusReport } from "@mortise/core/catalog";
import { run } from "../src/program.js";
import { makeProject, type Project } from "./project.js";

beforeEach(() => void vi.stubEnv("NO_COLOR", "1"));

/** An answer that was given as JSON. */
interface Asked<Answer> {
  readonly answer: Answer;
  readonly exitCode: number;
}

async function ask<Answer = DoctorReport>(project: Project, ...args: string[]): Promise<Asked<Answer>> {
  for (const [name, value] of Object.entries(project.env)) if (name !== "PATH") vi.stubEnv(name, value);
  try {
    const { stdout, exitCode } = await run([...args, "--json", "--config", project.config]);
    return { answer: JSON.parse(stdout) as Answer, exitCode };
  } finally {
    vi.unstubAllEnvs();
  }
}

const chat = {
  manifest: {
    provides: {
      channel: {
        chat: {
          configSchema: {
            type: "object",
            additionalProperties: false,
            properties: { token: { type: "string" }, rooms: { type: "array", items: { type: "string" } } },
            required: ["token"],
          },
        },
      },
    },
  },
  code: "throw new Error('ran');",
};

const config = `{
  "plugins": { "load": { "paths": ["./plugins"] } },
  "gateway": {
    "port": "4000",
    "prot": 1,
    "http": { "token": { "$env": "GATEWAY_TOKEN_THAT_IS_NOT_SET" } },
    "defaultModel": { "$env": "HOME" }
  },
  "channels": {
    "Chat": {
      "rooms": [1]
    },
    "other": { "any": 1 }
  }
}`;

describe("mortise doctor [CFG-9]", () => {
  it("holds the sections gateway and channels against their schemas, each fault with its place in the file", async () => {
    const project = makeProject(config, { chat });
    const { answer, exitCode } = await ask(project, "doctor");
    expect([exitCode, answer.ok, answer.signals.configValid]).toEqual([1, false, false]);
    const found = answer.diagnostics.map(({ code, pointer, path, line }) => [code, pointer, path, line]);
    expect(found).toEqual([
      ["CONFIG_UNKNOWN_KEY", "/gateway/prot", project.config, 5],
      ["CONFIG_INVALID_VALUE", "/gateway/port", project.config, 4],
      ["CONFIG_INVALID_VALUE", "/gateway/defaultModel", project.config, 7],
      ["CONFIG_MISSING_KEY", "/channels/Chat/token", project.config, 10],
      ["CONFIG_INVALID_VALUE", "/channels/Chat/rooms/0", project.config, 11],
    ]);
    const messages = answer.diagnostics.map(({ message }) => message);
    expect(messages[0]).toContain('Did you mean "port"?');
    expect(messages[1]).toContain('Expected a whole number, found the string "4000".');
    expect(messages[3]).toBe('The key "token" is missing; expected a string. The channel is not configured.');
    expect(answer.diagnostics[3]?.plugin).toBe("chat");
    const { answer: status } = await ask<StatusReport>(project, "status");
    expect(status.counts).toEqual(answer.counts);
  });

  it("says which secret of them is not there, and takes them where nothing is wrong", async () => {
    const sections = (token: string) => ({
      gateway: { port: 0, http: { token: { $env: token } } },
      channels: { chat: { token: { $env: token }, enabled: true } },
    });
    const wrong = await ask(makeProject(sections("TOKEN_THAT_IS_NOT_SET"), { chat }), "doctor");
    expect(wrong.answer.diagnostics.map(({ code, pointer }) => [code, pointer])).toEqual([
      ["SECRET_ENV_UNSET", "/gateway/http/token"],
      ["SECRET_ENV_UNSET", "/channels/chat/token"],
    ]);
    const project = makeProject(sections("DOCTORS_TOKEN"), { chat });
    project.env["DOCTORS_TOKEN"] = "sixteen-characters-or-more";
    const right = await ask(project, "doctor");
    expect([right.answer.diagnostics, right.exitCode]).toEqual([[], 0]);
    project.env["DOCTORS_TOKEN"] = "too-short";
    const short = await ask(project, "doctor");
    expect(short.answer.diagnostics).toMatchObject([{ code: "CONFIG_INVALID_VALUE", pointer: "/gateway/http/token" }]);
    expect(short.answer.diagnostics[0]?.message).toContain("16 characters or more without spaces");
    expect(JSON.stringify(short.answer)).not.toContain("too-short");
  });

  it("passes over a channel that is turned off, and says of a section that is no object that it must be one", async () => {
    const off = await ask(makeProject({ channels: { chat: { enabled: false, rooms: 5 } } }, { chat }), "doctor");
    expect(off.exitCode).toBe(0);
    for (const sections of [{ channels: [] }, { gateway: 5 }, { channels: { chat: "on" } }]) {
      const { answer, exitCode } = await ask(makeProject(sections, { chat }), "doctor");
      expect([answer.diagnostics.map(({ code }) => code), exitCode]).toEqual([["CONFIG_INVALID_VALUE"], 1]);
      expect(answer.diagnostics[0]?.message).toContain("Expected an object");
    }
  });

  it("goes by the schema of the plugin that owns the channel", async () => {
    const taking = (schema: object) => ({ manifest: { provides: { channel: { chat: { configSchema: schema } } } } });
    const plugins = {
      a: taking({ type: "object", required: ["a"] }),
      b: taking({ type: "object", required: ["b"] }),
    };
    const missing = async (owners: object) => {
      const { answer } = await ask(makeProject({ plugins: { owners }, channels: { chat: {} } }, plugins), "doctor");
      return answer.diagnostics.flatMap(({ code, pointer }) => (code === "CONFIG_MISSING_KEY" ? [pointer] : []));
    };
    expect(await missing({})).toEqual(["/channels/chat/a"]);
    expect(await missing({ "channel:chat": "b" })).toEqual(["/channels/chat/b"]);
  });
});

describe('plugins.conflicts is "fail" [POL-12]', () => {
  const tool = (more: object = {}) => ({
    manifest: { provides: { tools: ["t"] }, ...more },
    code: "throw new Error('ran');",
  });
  const project = () =>
    makeProject(
      { plugins: { conflicts: "fail" } },
      { a: tool(), b: tool(), c: { manifest: { requires: { b: "*" } }, code: "throw new Error('ran');" } },
    );

  it("list, inspect, plan and doctor show who loses an id as kept out, and who requires it", async () => {
    const { answer: listed } = await ask<{ plugins: readonly PluginReport[] }>(project(), "plugins", "list");
    const own = listed.plugins.filter(({ origin }) => origin === "config");
    expect(own.map(({ id, status, reason }) => [id, status, reason])).toEqual([
      ["a", "enabled", "configured-path"],
      ["b", "kept-out", "owner-conflict"],
      ["c", "kept-out", "requirement-missing"],
    ]);
    const { answer: page } = await ask<PluginReport>(project(), "plugins", "inspect", "b");
    expect(page).toMatchObject({ status: "kept-out", diagnostics: [{ code: "OWNER_CONFLICT", plugin: "b" }] });
    expect(page.reasonText).toContain('plugins.conflicts is "fail"');
    const { answer: planned } = await ask<{ omitted: unknown }>(project(), "plugins", "plan", "tool:t");
    expect(planned).toMatchObject({
      entries: [{ plugin: "a" }],
      omitted: expect.arrayContaining([
        { plugin: "b", why: "owner-conflict", isConcerned: true },
        { plugin: "c", why: "requirement-missing", isConcerned: false },
      ]) as unknown,
    });
    const { answer: report, exitCode } = await ask(project(), "doctor");
    expect(exitCode).toBe(1);
    expect(report.diagnostics.map(({ code, plugin }) => `${code} ${plugin}`)).toEqual([
      "OWNER_CONFLICT b",
      "REQUIREMENT_MISSING c",
    ]);
  });
});

it("a choice of owner under a manifest's key is said with the kind that was meant, and its place in the file [OWN-4]", async () => {
  const text = '{\n  "plugins": {\n    "load": { "paths": ["./plugins"] },\n    "owners": { "tools:t": "a" }\n  }\n}';
  const project = makeProject(text, { a: { manifest: { provides: { tools: ["t"] } } } });
  const { answer } = await ask(project, "doctor");
  const said = answer.diagnostics.filter(({ code }) => code === "OWNER_CHOICE_UNMET");
  expect(said).toMatchObject([{ path: project.config, line: 4, pointer: "/plugins/owners/tools:t" }]);
  expect(said[0]?.message).toContain('Did you mean "tool:t"?');
});
