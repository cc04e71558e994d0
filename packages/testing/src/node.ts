// What needs node:test, in an entry of its own.
import { describe, it } from "node:test";
import type { ContractMap, GatewayContracts, GatewayHooks, HookMap } from "@mortise/sdk";
import type { PluginTestOptions } from "./plugin/options.js";
import { pluginChecks } from "./plugin/plugin-checks.js";
import { folderName } from "./plugin/subject.js";

/** How long one test may take unless the author says otherwise, in milliseconds. */
const defaultTimeoutMs = 60_000;

/**
 * Makes the whole suite of a plugin in one line: a test for each of `pluginChecks`.
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
  void describe(`the plugin in ${folderName(plugin)}`, async () => {
    for (const check of await pluginChecks(plugin, rest)) {
      void it(check.name, { timeout }, async (test) => {
        const { advice, skipped } = await check.run();
        for (const each of advice) test.diagnostic(each);
        if (skipped !== undefined) test.skip(skipped);
      });
    }
  });
}
