import { expect, it } from "vitest";
import { implementations } from "./implementations.js";
import { lentModule } from "./index.js";
import { putOffExports } from "./put-off.js";

interface Product {
  (): unknown;
  member: { deep(): unknown };
}

const channelPolicy = lentModule("openclaw/plugin-sdk/channel-policy") as Record<
  string,
  (...given: unknown[]) => Product
>;
const collector = () => channelPolicy["createOpenProviderGroupPolicyWarningCollector"]?.({}) as Product;
const missing = (path: string) =>
  expect.objectContaining({
    code: "OPENCLAW_SDK_EXPORT_MISSING",
    message: expect.stringContaining(`"${path}" of "openclaw/plugin-sdk/channel-policy"`) as string,
  }) as Error;

it("what a plugin is put together with can be made, passed along and spread [OC-9]", async () => {
  const made = collector();
  const { member } = made;
  expect(typeof member.deep).toBe("function");
  expect({ ...made }).toEqual({});
  expect([...(made as unknown as Iterable<unknown>)]).toEqual([]);
  expect(await Promise.resolve(made)).toBe(made);
});

it.each<[string, (made: Product) => unknown, string]>([
  ["calling it", (made) => made(), "createOpenProviderGroupPolicyWarningCollector()"],
  ["calling a member", (made) => made.member.deep(), "createOpenProviderGroupPolicyWarningCollector().member.deep"],
  ["converting it", (made) => String(made), "createOpenProviderGroupPolicyWarningCollector()"],
  ["writing a member", (made) => Object.assign(made, { a: 1 }), "createOpenProviderGroupPolicyWarningCollector()"],
])("%s fails and names the subpath and the export [OC-9]", (_, use, path) => {
  expect(() => use(collector())).toThrow(missing(path));
});

it("what makes it is no more than a missing export otherwise [OC-9]", () => {
  const factory = channelPolicy["composeWarningCollectors"] as unknown as new () => object;
  expect(() => new factory()).toThrow(missing("composeWarningCollectors"));
  expect("composeWarningCollectors" in channelPolicy).toBe(false);
});

it("a hook of a provider that is not there is spread as nothing [OC-9]", () => {
  const shared = lentModule("openclaw/plugin-sdk/provider-model-shared") as Record<string, object>;
  expect({ ...shared["OPENAI_COMPATIBLE_REPLAY_HOOKS"] }).toEqual({});
});

it("no name is put off twice, or is there [OC-9]", () => {
  const there = implementations();
  expect(putOffExports.filter((name) => there.has(name))).toEqual([]);
  expect(new Set(putOffExports).size).toBe(putOffExports.length);
});
