import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith } from "../../test/folder.js";
import { readHostConfig } from "../config/read.js";
import { createRedactor } from "./redactor.js";
import { secretRefSchema } from "./secret-ref.js";
import { checkSection, type ConfigSection } from "./section.js";
import { createVerdictStore } from "./verdict-store.js";

const schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  type: "object",
  additionalProperties: false,
  required: ["account"],
  properties: {
    account: { type: "string", minLength: 3 },
    botToken: { type: "string", maxLength: 20 },
    pairs: { type: "array", items: [{ type: "number" }], additionalItems: false },
    mode: { enum: ["poll", "push"], default: "poll" },
    phrase: { type: "number" },
  },
};

function check(chat: unknown, more: Partial<ConfigSection> = {}, held: object = schema) {
  const cwd = folderWith({ "mortise.jsonc": JSON.stringify({ channels: { chat } }, null, 2) });
  const { place } = readHostConfig({ file: "mortise.jsonc", cwd, sections: ["channels"] });
  return checkSection(held as typeof schema, chat, {
    pointer: "/channels/chat",
    what: 'the channel "chat"',
    consequence: "The channel is not started.",
    place,
    plugin: "chat-plugin",
    ...more,
  });
}

const withEnv = (env: Readonly<Record<string, string>>) => ({
  secrets: { sources: { env, base: "." }, redactor: createRedactor() },
});

describe("a section that holds [CFG-9]", () => {
  it("gets the schema's defaults and is frozen; what was written is not touched", async () => {
    const written = { account: "ada" };
    const { status, value, diagnostics } = await check(written);
    expect([status, value, diagnostics]).toEqual(["valid", { account: "ada", mode: "poll" }, []]);
    expect(Object.isFrozen(value)).toBe(true);
    expect(written).toEqual({ account: "ada" });
  });

  it("may be no object at all", async () => {
    expect(await check("on", {}, { type: "string" })).toMatchObject({ status: "valid", value: "on" });
  });

  it("keeps references until it is told where secrets come from, and then has what they stand for", async () => {
    const written = { account: "ada", botToken: { $env: "CHAT_TOKEN" } };
    expect(await check(written)).toMatchObject({ status: "valid", value: written, secrets: ["/botToken"] });
    const from = withEnv({ CHAT_TOKEN: "tok-12345" });
    const { status, value } = await check(written, from);
    expect([status, value]).toEqual(["valid", { account: "ada", botToken: "tok-12345", mode: "poll" }]);
    expect(from.secrets.redactor.text("say tok-12345")).toBe("say [redacted]");
  });
});

describe("a section that does not hold [CFG-9]", () => {
  it("has every issue with its place in the file, by the draft that the schema names", async () => {
    const { status, diagnostics } = await check({ acount: "ada", pairs: [1, 2], mode: "pull" });
    expect(status).toBe("invalid");
    const found = diagnostics.map(({ code, message, pointer, line, plugin }) => [code, message, pointer, line, plugin]);
    expect(found).toEqual([
      [
        "CONFIG_MISSING_KEY",
        'The key "account" is missing; expected a string. The channel is not started.',
        "/channels/chat/account",
        3,
        "chat-plugin",
      ],
      [
        "CONFIG_UNKNOWN_KEY",
        'The config has no key "acount" here. Did you mean "account"? The channel is not started.',
        "/channels/chat/acount",
        4,
        "chat-plugin",
      ],
      [
        "CONFIG_INVALID_VALUE",
        expect.stringMatching(/^Expected .*, found an array\. The channel is not started\.$/) as string,
        "/channels/chat/pairs",
        5,
        "chat-plugin",
      ],
      [
        "CONFIG_INVALID_VALUE",
        'Expected one of "poll", "push", found the string "pull". The channel is not started.',
        "/channels/chat/mode",
        9,
        "chat-plugin",
      ],
    ]);
  });

  it("never shows a secret: by name, by the hints, or resolved", async () => {
    const secret = "a-secret-that-is-far-too-long";
    const written = { account: "ada", botToken: secret, phrase: secret };
    const shown = await check(written, { ui: { phrase: { sensitive: true } } });
    expect(shown.diagnostics).toHaveLength(2);
    expect(JSON.stringify(shown.diagnostics)).not.toContain(secret);
    const resolved = await check(
      { account: { $env: "NAME" }, botToken: { $env: "CHAT_TOKEN" } },
      withEnv({ CHAT_TOKEN: secret, NAME: "ada" }),
    );
    expect(resolved).toMatchObject({ status: "invalid", value: { botToken: { $env: "CHAT_TOKEN" } } });
    expect(resolved.diagnostics).toMatchObject([{ pointer: "/channels/chat/botToken" }]);
    expect(JSON.stringify(resolved)).not.toContain(secret);
  });

  it("says which variable is not set, and that a reference stands only for text", async () => {
    const { status, diagnostics } = await check({ account: { $env: "CHAT_ACCOUNT" } }, withEnv({}));
    expect(status).toBe("secret-unavailable");
    expect(diagnostics).toMatchObject([
      { code: "SECRET_ENV_UNSET", pointer: "/channels/chat/account", plugin: "chat-plugin" },
    ]);
    expect(diagnostics[0]?.message).toMatch(/CHAT_ACCOUNT.* The channel is not started\.$/);
    const misplaced = await check({ account: "ada", phrase: { $env: "CHAT_ACCOUNT" } });
    expect(misplaced.diagnostics[0]?.message).toContain("a secret reference, which can stand only for text");
  });
});

describe("a section whose schema says itself where a secret reference may stand [SEC-1]", () => {
  const held = {
    type: "object",
    properties: { name: { type: "string" }, token: { anyOf: [{ type: "string", minLength: 8 }, secretRefSchema] } },
  };
  const asWritten = { references: "as-written", ...withEnv({ TOKEN: "long-enough", SHORT: "short" }) } as const;

  it("has it resolved there, and held against the schema", async () => {
    const right = await check({ token: { $env: "TOKEN" } }, asWritten, held);
    expect(right).toMatchObject({ status: "valid", value: { token: "long-enough" }, secrets: ["/token"] });
    const short = await check({ token: { $env: "SHORT" } }, asWritten, held);
    expect(short).toMatchObject({ status: "invalid", diagnostics: [{ pointer: "/channels/chat/token", line: 4 }] });
    expect(JSON.stringify(short.diagnostics)).not.toContain('"short"');
    const unset = await check({ token: { $env: "GONE" } }, asWritten, held);
    expect(unset.diagnostics).toMatchObject([{ code: "SECRET_ENV_UNSET", pointer: "/channels/chat/token" }]);
  });

  it("takes none anywhere else", async () => {
    const { diagnostics } = await check({ name: { $env: "TOKEN" } }, asWritten, held);
    expect(diagnostics).toMatchObject([{ code: "CONFIG_INVALID_VALUE", pointer: "/channels/chat/name" }]);
  });
});

describe("what a schema said of a section is remembered [VAL-3]", () => {
  const secret = "tok-12345";
  const written = { account: "ada", botToken: { $env: "CHAT_TOKEN" }, mode: "pull" };
  const files = (folder: string) => readFileSync(join(folder, "config-verdicts.json"), "utf8");

  it("without values, and is the same when it is taken from there", async () => {
    const cache = folderWith();
    for (const chat of [written, { ...written, mode: "push" }, { account: "a" }]) {
      const store = createVerdictStore(cache);
      const anew = await check(chat, { store, ...withEnv({ CHAT_TOKEN: secret }) });
      expect(await store.flush()).toBeUndefined();
      const remembered = createVerdictStore(cache);
      const again = await check(chat, { store: remembered, ...withEnv({ CHAT_TOKEN: secret }) });
      const places = (found: unknown) => JSON.stringify(found).replaceAll(/"path":"[^"]*"/g, "");
      expect(places(again)).toBe(places(anew));
      const before = files(cache);
      await remembered.flush();
      // Nothing was judged, so nothing is new.
      expect(files(cache)).toBe(before);
    }
    for (const value of [secret, "ada", "CHAT_TOKEN"]) expect(files(cache)).not.toContain(value);
  });

  it("and counts neither for another schema, nor for another value, nor for the other mode", async () => {
    const cache = folderWith();
    const store = createVerdictStore(cache);
    const free = { type: "object", properties: { botToken: { type: "string" } } };
    const referring = { botToken: { $env: "CHAT_TOKEN" } };
    expect((await check(referring, { store }, free)).status).toBe("valid");
    expect((await check(referring, { store, references: "as-written" }, free)).status).toBe("invalid");
    expect((await check(referring, { store }, free)).status).toBe("valid");
    const strict = { type: "object", properties: { botToken: { type: "number" } } };
    expect((await check(referring, { store }, strict)).status).toBe("invalid");
    expect((await check({ botToken: 1 }, { store }, free)).status).toBe("invalid");
    expect((await check({ botToken: 1 }, { store }, strict)).status).toBe("valid");
  });
});

it("a schema that is itself wrong is the author's, with its place in it", async () => {
  const { status, diagnostics } = await check({}, {}, { type: "object", properties: { a: { type: "strin" } } });
  expect(status).toBe("schema-invalid");
  expect(diagnostics).toMatchObject([{ code: "CONFIG_SCHEMA_INVALID", pointer: "/channels/chat" }]);
  expect(diagnostics[0]?.message).toContain('the channel "chat" is itself wrong at /properties/a/type');
});
