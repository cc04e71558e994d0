import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHost, type Host, type LogRecord, type ResolvedProvider } from "@mortise/core";
import { tool, type Contract, type Tool, type ToolResult } from "@mortise/sdk";
import { onTestFinished } from "vitest";
import { openClaw } from "../src/open-claw.js";
import { writePlugin, type Files } from "./plugin-folder.js";

/** What a plugin is run with. */
export interface Circumstances {
  /** Fields of its manifest; the id is `sample` unless given. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  readonly compat?: "strict" | "lenient";
  /** Its config. */
  readonly config?: object;
  /** Further files of its folder. */
  readonly files?: Files;
  readonly entry?: string;
}

/** A plugin that was loaded by a real host. */
export interface RunningPlugin {
  readonly host: Host;
  readonly root: string;
  readonly log: readonly LogRecord[];
  /** The codes of what was reported, without what core says of what is declared and absent. */
  codes(): readonly string[];
  /** The messages of what was reported. */
  messages(): readonly string[];
  /** What is registered under a contract. Throws where nothing is. */
  find<Value>(contract: Contract<string, Value>, id: string): Promise<ResolvedProvider<Value>>;
  /** What a tool answers. */
  ask(name: string, args?: object): Promise<ToolResult>;
  /** What the plugin gave, `kind:id` each, sorted. */
  contributions(): readonly string[];
}

/** Writes a plugin whose entry is the body of `register(api)`, and loads it. */
export async function runRegister(body: string, circumstances: Circumstances = {}): Promise<RunningPlugin> {
  return runPlugin(`export default { id: "sample", register(api) { ${body} } };`, circumstances);
}

/** Writes a plugin and loads it; the host is closed and all is gone after the test. */
export async function runPlugin(code: string, circumstances: Circumstances = {}): Promise<RunningPlugin> {
  const { manifest = {}, compat = "lenient", config, files = {}, entry = "index.mjs" } = circumstances;
  const root = writePlugin({
    "package.json": { name: "sample", version: "1.2.3", openclaw: { extensions: [`./${entry}`] } },
    "openclaw.plugin.json": { id: "sample", configSchema: { type: "object" }, ...manifest },
    [entry]: code,
    ...files,
  });
  const folder = mkdtempSync(join(tmpdir(), "openclaw-host-"));
  const log: LogRecord[] = [];
  const host = await createHost({
    config: { plugins: { load: { paths: [root] }, ...(config && { entries: { sample: { config } } }) } },
    cwd: folder,
    env: {},
    development: true,
    formats: openClaw({ compat }),
    folders: {
      state: join(folder, "state"),
      cache: join(folder, "cache"),
      globalPlugins: join(folder, "global"),
      workspacePlugins: join(folder, "workspace"),
    },
    log: (record) => log.push(record),
  });
  onTestFinished(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await host.load(host.controlPlane.order.map(({ id }) => id));
  return { root, log, ...questionsTo(host) };
}

function questionsTo(host: Host): Omit<RunningPlugin, "root" | "log"> {
  const find = async <Value>(contract: Contract<string, Value>, id: string) => {
    const found = await host.resolve(contract, id);
    if (found) return found;
    const known = host.diagnostics.all.map(({ code, message }) => `${code}: ${message}`).join("\n");
    throw new Error(`nothing is registered as ${contract.kind} "${id}"\n${known}`);
  };
  return {
    host,
    codes: () => host.diagnostics.all.map(({ code }) => code).filter((code) => code !== "REGISTER_ABSENT"),
    messages: () => host.diagnostics.all.map(({ message }) => message),
    find,
    ask: async (name, args = {}) => host.call((await find(tool, name)) as ResolvedProvider<Tool>, "execute", args),
    contributions: () => [...host.registry.contributions()].map(({ kind, id }) => `${kind}:${id}`).toSorted(),
  };
}
