import type { JsonValue } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { folderWith } from "../../test/folder.js";
import { readControlPlane } from "../control-plane.js";
import { unmetAvailability } from "./availability.js";

interface Given {
  readonly config?: object;
  readonly channels?: object;
  readonly env?: Readonly<Record<string, string>>;
  /** Members of the manifest of `voices`, which provides the speech provider `acme`; it is not there without them. */
  readonly voices?: object;
}

const open = { type: "object", properties: { apiKey: { type: "string" }, search: { type: "object" } } };

/** What is said of a tool of the plugin `desk` with these signals. */
async function said(availability: JsonValue, given: Given = {}): Promise<string | undefined> {
  const { config = {}, channels = {}, env = {}, voices } = given;
  const desk = {
    id: "desk",
    provides: { tools: ["look"] },
    configSchema: open,
    setup: { env: { apiKey: "DESK_KEY" } },
  };
  const folder = folderWith({
    "desk/mortise.plugin.json": JSON.stringify(desk),
    "desk/index.js": "throw new Error('it was loaded');",
    ...(voices && {
      "voices/mortise.plugin.json": JSON.stringify({
        id: "voices",
        provides: { speech: ["acme"] },
        configSchema: open,
        ...voices,
      }),
      "voices/index.js": "throw new Error('it was loaded');",
    }),
  });
  const paths = [`${folder}/desk`, ...(voices ? [`${folder}/voices`] : [])];
  const entries = { desk: { config } };
  const controlPlane = await readControlPlane({
    config: { plugins: { load: { paths }, entries }, channels },
    sections: ["channels"],
    cwd: folder,
    roots: { bundled: [], workspace: [], global: [] },
    folders: { state: `${folder}/state`, cache: `${folder}/cache` },
    env,
  });
  expect(controlPlane.order.map(({ id }) => id)).toContain("desk");
  return unmetAvailability("desk", { availability }, controlPlane);
}

describe("availability [VAL-7]", () => {
  it.each<readonly [string, JsonValue]>([
    ["nothing", {}],
    ["no object", "always"],
    ["no signal", { env: [], config: [], auth: [] }],
    ["what is no signal among others", { env: ["NONE"], config: [7] }],
    ["variables without a name", { env: [{ anyOf: [] }] }],
    ["an object without a place", { config: [{ path: "a" }] }],
  ])("that says %s keeps nothing back", async (_, availability) => {
    expect(await said(availability)).toBeUndefined();
  });

  it("names everything that would do, and one is enough", async () => {
    const availability = { env: ["A", "B"], config: ["search.key"], auth: ["acme"] };
    expect(await said(availability)).toBe(
      "It needs the environment variable A, or the environment variable B, or plugins.entries.desk.config.search.key, " +
        'or a plugin that provides "acme".',
    );
    expect(await said(availability, { env: { B: "b" } })).toBeUndefined();
    expect(await said(availability, { config: { search: { key: "k" } } })).toBeUndefined();
    expect(await said(availability, { voices: {} })).toBeUndefined();
  });

  it.each<readonly [JsonValue, Readonly<Record<string, string>>, string | undefined]>([
    ["A", {}, "It needs the environment variable A."],
    ["A", { A: "" }, "It needs the environment variable A."],
    ["A", { A: "a" }, undefined],
    [{ anyOf: ["A", "B"] }, { B: "b" }, undefined],
    [{ anyOf: ["A", "B"] }, { C: "c" }, "It needs the environment variable A or B."],
    [{ allOf: ["A", "B"] }, { B: "b" }, "It needs the environment variable A and B."],
    [{ allOf: ["A", "B"], anyOf: ["C"] }, { A: "a", B: "b", C: "c" }, undefined],
    [{ allOf: ["A", "B"], anyOf: ["C"] }, { A: "a", B: "b" }, "It needs the environment variable A and B and C."],
  ])("in the environment: %j with %j", async (env, variables, reason) => {
    expect(await said({ env }, { env: variables })).toBe(reason);
  });

  const missing = "It needs plugins.entries.desk.config.apiKey.";
  it.each<readonly [Given, string | undefined]>([
    [{}, missing],
    [{ config: { apiKey: " " } }, missing],
    [{ config: { apiKey: "k" } }, undefined],
    [{ config: { apiKey: { $env: "MY_KEY" } }, env: { MY_KEY: "k" } }, undefined],
    [{ env: { DESK_KEY: "k" } }, undefined],
  ])("in the plugin's own config: %j", async (given, reason) => {
    expect(await said({ config: ["apiKey"] }, given)).toBe(reason);
  });

  it("does not take what is turned off or empty for something", async () => {
    const needs = (key: string) => `It needs plugins.entries.desk.config.search.${key}.`;
    const config = { search: { off: false, none: [], zero: 0, on: true } };
    for (const key of ["off", "none", "absent"]) {
      expect(await said({ config: [`search.${key}`] }, { config })).toBe(needs(key));
    }
    for (const key of ["zero", "on"]) expect(await said({ config: [`search.${key}`] }, { config })).toBeUndefined();
  });
});

describe("a signal in OpenClaw's form", () => {
  const root = "plugins.entries.desk.config";
  const rooted = (more: object, rootPath = root): JsonValue => ({ config: [{ rootPath, ...more }] });

  it.each<readonly [string, JsonValue, Given, string | undefined]>([
    ["wants an object at its root", rooted({}, "channels.chat"), {}, "It needs channels.chat."],
    ["is content with its root alone", rooted({}, "channels.chat"), { channels: { chat: {} } }, undefined],
    [
      "wants all that is required",
      rooted({ required: ["apiKey", "search.id"] }),
      {},
      `It needs ${root}.apiKey and ${root}.search.id.`,
    ],
    [
      "wants what the environment may supply",
      rooted({ required: ["apiKey", "search.id"] }),
      { env: { DESK_KEY: "k" } },
      `It needs ${root}.search.id.`,
    ],
    ["has all that is required", rooted({ required: ["search.id"] }), { config: { search: { id: "x" } } }, undefined],
    [
      "wants one of several",
      rooted({ requiredAny: ["apiKey", "search.id"] }),
      {},
      `It needs ${root}.apiKey or ${root}.search.id.`,
    ],
    [
      "has one of several",
      rooted({ requiredAny: ["apiKey", "search.id"] }),
      { config: { search: { id: "x" } } },
      undefined,
    ],
    [
      "sees the overlay before what lies below",
      rooted({ overlayPath: "search", required: ["apiKey"] }),
      { config: { search: { apiKey: "k" } } },
      undefined,
    ],
    ["goes by the default of a mode", rooted({ mode: { default: "local", allowed: ["local"] } }), {}, undefined],
    ["wants a mode", rooted({ mode: {} }), {}, `It needs ${root}.mode.`],
    [
      "wants a mode that is allowed",
      rooted({ mode: { path: "search.mode", default: "local", allowed: ["cloud", "both"] } }),
      {},
      `It needs ${root}.search.mode as cloud or both.`,
    ],
    [
      "refuses a mode",
      rooted({ mode: { path: "search.mode", disallowed: ["off"] } }),
      { config: { search: { mode: "off" } } },
      `It needs ${root}.search.mode other than off.`,
    ],
  ])("%s", async (_, availability, given, reason) => {
    expect(await said(availability, given)).toBe(reason);
  });
});

describe("credentials of a provider", () => {
  const keyed = { setup: { env: { apiKey: ["ACME_KEY", "OLD_KEY"] } } };
  const missing = 'It needs credentials of "acme" (ACME_KEY, OLD_KEY).';

  it.each<readonly [string, Given, string | undefined]>([
    ["are missing where nobody provides it", {}, 'It needs a plugin that provides "acme".'],
    ["are not asked for where none are known of", { voices: {} }, undefined],
    ["are missing where nothing supplies them", { voices: keyed }, missing],
    ["come from the environment", { voices: keyed, env: { OLD_KEY: "k" } }, undefined],
    [
      "are the secrets among what the environment may supply",
      {
        voices: { setup: { env: { apiKey: "ACME_KEY", url: "ACME_URL" } }, ui: { apiKey: { sensitive: true } } },
        env: { ACME_URL: "http://localhost" },
      },
      'It needs credentials of "acme" (ACME_KEY).',
    ],
    [
      "may be described with the provider",
      { voices: { provides: { speech: { acme: { setup: { env: ["ACME_TOKEN"] } } } } } },
      'It needs credentials of "acme" (ACME_TOKEN).',
    ],
  ])("%s", async (_, given, reason) => {
    expect(await said({ auth: [{ provider: "acme" }] }, given)).toBe(reason);
  });
});
