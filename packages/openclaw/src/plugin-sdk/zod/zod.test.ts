import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type * as Zod from "zod";
import { buildChannelConfigSchema } from "../entries/config-schemas.js";
import { lentModule } from "../index.js";
import { createChannelSchemas } from "./channel-schemas.js";
import { zodExport, zodExports } from "./lazy-exports.js";
import { loadZod } from "./load-zod.js";
import { createSchemaBuilders } from "./schema-builders.js";
import { refineChannelDmPolicy, requireAllowlistAllowFrom, requireOpenAllowFrom } from "./sender-rules.js";

const zod = loadZod();
const { z } = zod;
const schemas = createChannelSchemas(zod);
const builders = createSchemaBuilders(zod, schemas);
const fits = (schema: unknown, value: unknown) => (schema as Zod.ZodType).safeParse(value).success;

it("lends Zod under its subpath, as the package has it [OC-10]", () => {
  expect(lentModule("openclaw/plugin-sdk/zod")).toBe(createRequire(import.meta.url)("zod"));
  expect((lentModule("openclaw/plugin-sdk/core") as { z: unknown }).z).toBe(z);
});

it("says which names need Zod, all of them and no other [OC-10]", () => {
  const made = ["z", ...Object.keys(schemas), ...Object.keys(builders)];
  expect([...zodExports].toSorted()).toEqual(made.toSorted());
  expect([...zodExports].filter((name) => zodExport(name) === undefined)).toEqual([]);
});

it("does not evaluate Zod for who asks for none of it [OC-10]", () => {
  const program = `
    import { createRequire } from "node:module";
    import { createJiti } from "jiti";
    const require = createRequire(process.argv[1]);
    const jiti = createJiti(process.argv[1], { alias: JSON.parse(process.argv[2]) });
    const { lentModule } = await jiti.import(process.argv[1]);
    const isLoaded = () => Object.keys(require.cache).some((file) => /node_modules[\\\\/]zod[\\\\/]/.test(file));
    const sdk = lentModule("openclaw/plugin-sdk/core");
    Object.keys(sdk);
    sdk.definePluginEntry;
    const before = isLoaded();
    sdk.DmPolicySchema;
    console.log(JSON.stringify([before, isLoaded()]));`;
  const source = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
  const alias = {
    "@mortise/core/catalog": source("core/src/catalog.ts"),
    "@mortise/core": source("core/src/index.ts"),
    "@mortise/sdk": source("sdk/src/index.ts"),
  };
  const entry = source("openclaw/src/plugin-sdk/index.ts");
  const given = ["--input-type=module", "-e", program, entry, JSON.stringify(alias)];
  expect(JSON.parse(execFileSync(process.execPath, given, { encoding: "utf8" }))).toEqual([false, true]);
}, 60_000);

describe("schemas of channels [OC-10]", () => {
  it.each<[keyof typeof schemas, unknown, unknown]>([
    ["DmPolicySchema", "pairing", "everybody"],
    ["AllowFromListSchema", ["@a", 7], "@a"],
    ["ToolPolicySchema", { allow: ["a"], deny: [] }, { allow: ["a"], alsoAllow: ["b"] }],
    ["ExecutableTokenSchema", "/usr/bin/signal-cli", "rm -rf; true"],
    ["TtsConfigSchema", { providers: { a: { apiKey: "k", rate: 2 } } }, { timeoutMs: 1 }],
    ["MarkdownConfigSchema", undefined, { tables: "round" }],
    ["ChannelPreviewStreamingConfigSchema", { mode: "partial", chunkMode: "length" }, { mode: "all" }],
  ])("%s takes what it should", (name, right, wrong) => {
    expect([fits(schemas[name], right), fits(schemas[name], wrong)]).toEqual([true, false]);
  });

  it("takes a secret as it is and by reference", () => {
    const secret = schemas.buildSecretInputSchema();
    const reference = (source: string, id: string) => ({ source, provider: "default", id });
    const right = ["key", reference("env", "A_KEY"), reference("file", "/a/b"), reference("file", "value")];
    const wrong = [7, reference("env", "a key"), reference("file", "a/b"), reference("cloud", "A")];
    expect(right.map((value) => fits(secret, value))).toEqual(right.map(() => true));
    expect(wrong.map((value) => fits(secret, value))).toEqual(wrong.map(() => false));
    expect(fits(schemas.buildOptionalSecretInputSchema(), undefined)).toBe(true);
  });

  it("are built from those of one account", () => {
    const account = z.strictObject({ token: z.string().optional() });
    const record = builders.buildMultiAccountChannelSchema(account, { optionalAccount: true });
    expect(fits(record, { token: "a", accounts: { b: { token: "c" }, d: undefined }, defaultAccount: "b" })).toBe(true);
    expect(fits(record, { accounts: { b: { other: 1 } } })).toBe(false);
    const catchall = builders.buildCatchallMultiAccountChannelSchema(account);
    expect(fits(catchall, { accounts: { b: { token: "c" } } })).toBe(true);
    expect(buildChannelConfigSchema(catchall as never).schema).toMatchObject({
      properties: { accounts: { type: "object" }, defaultAccount: { type: "string" } },
    });
  });

  it("are built with what all accounts have, but what is left out or given", () => {
    const { accountShape } = builders.buildChannelAccountSchemaParts({ omit: ["dms"], allowFrom: z.literal("all") });
    expect(accountShape).not.toHaveProperty("dms");
    expect([fits(accountShape["allowFrom"], "all"), fits(accountShape["dmPolicy"], "open")]).toEqual([true, true]);
    const group = builders.buildGroupEntrySchema({ topic: z.string() }, { omit: ["skills"] });
    expect([fits(group, { topic: "t" }), fits(group, { topic: "t", skills: [] })]).toEqual([true, false]);
    expect(Object.keys(builders.buildChannelReactionShape({ reactionLevels: ["off", "ack"] }))).toEqual([
      "reactionLevel",
    ]);
  });

  it.each([
    ["open", ["a"], [["allowFrom"]]],
    ["open", ["*"], []],
    ["allowlist", [" "], [["allowFrom"]]],
    ["pairing", [], []],
  ])("demand senders of a channel that is %s to %j", (dmPolicy, allowFrom, paths) => {
    const issues: { path: unknown }[] = [];
    const ctx = { addIssue: (issue: { path: unknown }) => void issues.push(issue) };
    refineChannelDmPolicy({ channelId: "a", value: { dmPolicy, allowFrom }, ctx });
    expect(issues.map(({ path }) => path)).toEqual(paths);
    issues.length = 0;
    const rule = { policy: dmPolicy, allowFrom, ctx, path: ["allowFrom"], message: "no" };
    requireOpenAllowFrom(rule);
    requireAllowlistAllowFrom(rule);
    expect(issues.map(({ path }) => path)).toEqual(paths);
  });

  it("ask an account for senders that its channel does not name", () => {
    const issues: { path: unknown }[] = [];
    const ctx = { addIssue: (issue: { path: unknown }) => void issues.push(issue) };
    refineChannelDmPolicy({ channelId: "a", value: { accounts: { b: { dmPolicy: "open" } } }, accountId: "b", ctx });
    expect(issues).toMatchObject([{ path: ["accounts", "b", "allowFrom"] }]);
  });
});
