import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LogRecord } from "@mortise/core";
import OpenAI from "openai";
import { createGateway, type Gateway, type GatewayOptions } from "../src/index.js";

/** A plugin for a test: what its manifest declares, and the module's text. */
export interface TestPlugin {
  readonly provides?: object;
  /** Further members of the manifest. */
  readonly manifest?: object;
  /** The body of `register(api)`; `module` is the whole text instead. */
  readonly register?: string;
  readonly module?: string;
}

/** A plugin that listens to one hook; `handler` is the text of a function. */
export function hookPlugin(hook: string, handler: string): TestPlugin {
  return { provides: { hooks: [hook] }, register: `api.on("${hook}", ${handler});` };
}

/** What a test's gateway is made of. */
export interface TestGatewayOptions extends Omit<GatewayOptions, "config"> {
  readonly plugins?: Readonly<Record<string, TestPlugin>>;
  /** The `gateway` section. */
  readonly section?: object;
  /** Further top-level sections. */
  readonly sections?: object;
  /** Further settings of the `plugins` section. */
  readonly settings?: object;
  /** The config's text, in place of what `plugins`, `section` and `settings` make. */
  readonly configText?: string;
}

/** A gateway that listens on a port of its own, and OpenAI's client for it. */
export interface RunningGateway extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly url: string;
  readonly port: number;
  readonly client: OpenAI;
  readonly log: readonly LogRecord[];
  /** Holds `mortise.jsonc`, and each plugin in `plugins/<id>`. */
  readonly folder: string;
}

/** A temporary folder with a plugin in each sub-folder, named by id. */
export function writePlugins(plugins: Readonly<Record<string, TestPlugin>>): string {
  const folder = mkdtempSync(join(tmpdir(), "mortise-gateway-"));
  for (const [id, plugin] of Object.entries(plugins)) writePlugin(folder, id, plugin);
  return folder;
}

/** Writes a plugin, in place of what was there. */
export function writePlugin(folder: string, id: string, plugin: TestPlugin): void {
  const { provides = {}, manifest = {}, register = "", module } = plugin;
  const home = join(folder, "plugins", id);
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "mortise.plugin.json"), JSON.stringify({ id, provides, ...manifest }));
  writeFileSync(join(home, "package.json"), JSON.stringify({ type: "module", mortise: { entry: "./index.js" } }));
  writeFileSync(
    join(home, "index.js"),
    module ?? `${prelude}\nexport default { id: "${id}", register(api) {\n${register}\n} };`,
  );
}

/** What test plugins may use: errors as the SDK makes them, and the test's own process to leave a word in. */
const prelude = `
const fail = (code, message, more) => Object.assign(new Error(message), { code, [Symbol.for("mortise.CapabilityError")]: true }, more);
const heard = (globalThis.mortiseTest ??= []);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const streamOf = (...chunks) => new ReadableStream({ pull(c) { chunks.length > 0 ? c.enqueue(chunks.shift()) : c.close(); } });
`;

/** What test plugins pushed to `heard`; emptied by reading. */
export function takeHeard(): unknown[] {
  return heard().splice(0);
}

/** What test plugins pushed to `heard` so far. */
export function heard(): unknown[] {
  return ((globalThis as { mortiseTest?: unknown[] }).mortiseTest ??= []);
}

/** Writes the plugins and runs a gateway over them and no others. */
export async function startGateway(options: TestGatewayOptions = {}): Promise<RunningGateway> {
  const { plugins = {}, section, sections, settings, configText, ...rest } = options;
  const folder = writePlugins(plugins);
  const log: LogRecord[] = [];
  const paths = Object.keys(plugins).map((id) => join(folder, "plugins", id));
  const config = { plugins: { load: { paths }, ...settings }, ...(section && { gateway: section }), ...sections };
  writeFileSync(join(folder, "mortise.jsonc"), configText ?? JSON.stringify(config));
  const gateway = await createGateway({
    config: join(folder, "mortise.jsonc"),
    port: 0,
    roots: { bundled: [], workspace: [], global: [] },
    folders: { state: join(folder, "state"), cache: join(folder, "cache") },
    env: {},
    log: (record) => log.push(record),
    closeGraceMs: 200,
    // Some tests leave calls that never end.
    graceMs: 2_000,
    ...rest,
  });
  const { url } = await gateway.listen();
  return {
    gateway,
    url,
    port: Number(new URL(url).port),
    client: new OpenAI({ baseURL: `${url}/v1`, apiKey: "none", maxRetries: 0 }),
    log,
    folder,
    async [Symbol.asyncDispose]() {
      await gateway.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Everything that a stream gives. */
export async function collect<Value>(stream: AsyncIterable<Value>): Promise<readonly Value[]> {
  const values: Value[] = [];
  for await (const value of stream) values.push(value);
  return values;
}

/** One request over plain HTTP, with headers that `fetch` would not let through. */
export async function rawRequest(
  port: number,
  path: string,
  options: {
    readonly method?: string;
    readonly headers?: OutgoingHttpHeaders;
    readonly body?: string | Uint8Array;
  } = {},
): Promise<{ readonly status: number; readonly headers: IncomingMessage["headers"]; readonly text: string }> {
  const { method = "GET", headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.on("end", () => {
        const text = Buffer.concat(pieces).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
