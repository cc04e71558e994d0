// What needs vitest, in an entry of its own: everything else works with any test runner.
import type { Contract, ContractMap, GatewayContracts, GatewayHooks, HookMap } from "@mortise/sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leftOut } from "./conformance/check-conformance.js";
import { conformanceChecks, type ConformanceOptions } from "./conformance/checks.js";
import type { PluginTestOptions } from "./plugin/options.js";
import { pluginChecks } from "./plugin/plugin-checks.js";
import { folderName } from "./plugin/subject.js";
import type { TestHost } from "./test-host.js";

/** How long one test may take unless the author says otherwise, in milliseconds. */
const defaultTimeoutMs = 60_000;

/**
 * Makes the whole suite of a plugin in one line: a test for each of `pluginChecks`, with advice as annotations.
 *
 * ```ts
 * testPlugin(new URL("..", import.meta.url), { config: { apiKey: "test-key" } });
 * ```
 *
 * A plugin for an application with contracts of its own is given that application's `sdk`.
 */
export function testPlugin<Contracts extends ContractMap = GatewayContracts, Hooks extends HookMap = GatewayHooks>(
  plugin: string | URL,
  options: PluginTestOptions<Contracts, Hooks> & { readonly timeoutMs?: number } = {},
): void {
  const { timeoutMs: timeout = defaultTimeoutMs, ...rest } = options;
  describe(`the plugin in ${folderName(plugin)}`, async () => {
    const checks = await pluginChecks(plugin, rest);
    const cases = checks.map((check) => [check.name, check] as const);
    // oxlint-disable-next-line vitest/expect-expect -- a check that fails rejects
    it.for(cases)("%s", { timeout }, async ([, check], test) => {
      const { advice, skipped } = await check.run();
      for (const each of advice) await test.annotate(each, "advice");
      if (skipped !== undefined) test.skip(skipped);
    });
  });
}

/** What is asked of a test host, whatever its contracts. */
type ProviderHost = Pick<TestHost, "provider" | "close">;

/** The provider that is tried: made by `create`, or what a test host has under an id. */
export type ConformanceSubject<Value> = ConformanceOptions<Value> &
  (
    | { create(): Value | Promise<Value> }
    | {
        /** Makes the host; it is closed after the tests. */
        host(): Promise<ProviderHost>;
        readonly id: string;
      }
  );

/**
 * Makes a suite of a contract for one provider: a test for its shape, and for each operation tests that it answers as
 * the contract says, ends when it is aborted and lets its stream be cancelled. What the provider does not have is
 * shown as skipped, with the reason.
 */
export function describeConformance<Value>(
  contract: Contract<string, Value>,
  subject: ConformanceSubject<Value>,
): void {
  describe(`conformance of ${"id" in subject ? `${subject.id} ` : ""}with ${contract.kind}`, () => {
    let host: ProviderHost | undefined;
    let provider: Value;
    beforeAll(async () => {
      if ("create" in subject) {
        provider = await subject.create();
      } else {
        host = await subject.host();
        provider = await host.provider(contract, subject.id);
      }
    });
    afterAll(() => host?.close());
    it.for(conformanceChecks(contract).map((check) => [check.name, check] as const))("%s", async ([, check], test) => {
      const reason = leftOut(check, contract, provider, subject);
      if (reason !== undefined) test.skip(reason);
      expect(await check.run(provider, subject as ConformanceOptions)).toEqual([]);
    });
  });
}
