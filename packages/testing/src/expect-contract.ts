import { watchProcess } from "./left-behind.js";
import { createTestHost, type TestHostOptions } from "./test-host.js";

/** What a plugin is loaded with, and what is known of it. */
export interface ContractOptions extends Pick<TestHostOptions, "env" | "formats" | "development"> {
  /** The plugin's config. */
  readonly config?: object;
  /** What it declares and does not register with this config, as `kind:id`. */
  readonly absent?: readonly string[];
  /** How long something that ends slowly at unload is waited for, in milliseconds; 2 seconds unless given. */
  readonly waitMs?: number;
}

const defaultWaitMs = 2000;

/**
 * Loads a plugin into a host of its own, unloads it, and rejects with all that is wrong: it did not become active; it
 * registered other things than its manifest declares; unloading it failed; it left something in the process that it did
 * not have to: a listener, a timer, a handle, a variable, a global name. Needs no test runner.
 *
 * ```ts
 * it("keeps its contract", () => expectContract(new URL("..", import.meta.url), { config: { apiKey: "k" } }));
 * ```
 *
 * Whatever else runs in the process meanwhile is blamed on the plugin, so nothing should.
 */
export async function expectContract(plugin: string | URL, options: ContractOptions = {}): Promise<void> {
  const id = await idOf(plugin, options);
  const watch = watchProcess();
  const problems = await loadAndUnload(plugin, id, options);
  const left = await watch.left(options.waitMs ?? defaultWaitMs);
  watch.stop();
  const all = [...problems, ...left.map((name) => `it left behind ${name}`)];
  if (all.length > 0) throw new Error(`${id} does not keep its contract:\n${all.map((one) => `- ${one}`).join("\n")}`);
}

/** The id of the plugin, read without running it. */
async function idOf(plugin: string | URL, { formats = [] }: ContractOptions): Promise<string> {
  await using testHost = await createTestHost({ plugins: [plugin], formats });
  const [found] = testHost.host.controlPlane.plugins;
  if (!found) throw new Error(`There is no plugin at ${String(plugin)}.`);
  return found.decision.candidate.id;
}

async function loadAndUnload(
  plugin: string | URL,
  id: string,
  { config, absent = [], env = {}, formats = [], development = true }: ContractOptions,
): Promise<readonly string[]> {
  const testHost = await createTestHost({
    plugins: [plugin],
    env,
    formats,
    development,
    ...(config && { config: { [id]: config } }),
  });
  const { status, drift, diagnostics } = await testHost.report(id);
  await testHost.close();
  const unloading = testHost.host.diagnostics.all.filter(({ code }) => code === "DISPOSE_FAILED");
  const bad = [...diagnostics.filter(({ level }) => level !== "advisory"), ...unloading];
  return [
    ...(status === "active" ? [] : [`it is ${status} instead of active`]),
    ...(drift?.undeclared ?? []).map((what) => `it registered ${what}, which its manifest does not declare`),
    ...(drift?.absent ?? [])
      .filter((what) => !absent.includes(what))
      .map((what) => `its manifest declares ${what}, and it did not register that`),
    ...bad.map(({ code, message }) => `${code}: ${message}`),
  ];
}
