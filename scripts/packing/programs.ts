/** What the packages' programs do for somebody who installed them: the command answers, and the gateway serves. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Workspace } from "./importer.js";
import type { PackedPackage } from "./pack.js";
import { createProject, install, installedProgram, run, type Project } from "./project.js";

/** How long the gateway may take to start, and to end, in milliseconds. */
const gatewayDeadlineMs = 60_000;

/** Installs all packages together, plugins too, and tells what their programs do wrong. */
export async function programProblems(
  all: readonly PackedPackage[],
  { top, outside }: Workspace,
): Promise<readonly string[]> {
  const project = createProject(top, outside, "programs");
  const failed = install(project, all);
  if (failed.length > 0) return failed;
  const plugins = all.filter(({ manifest }) => "mortise" in manifest);
  writeConfig(project, plugins);
  return [...commandProblems(project, plugins), ...(await gatewayProblems(project))];
}

/** A config that names the plugins where npm put them, and turns on those that need nothing. */
function writeConfig({ folder }: Project, plugins: readonly PackedPackage[]): void {
  const paths = plugins.map(({ name }) => `./node_modules/${name}`);
  writeFileSync(join(folder, "mortise.jsonc"), JSON.stringify({ plugins: { load: { paths } } }));
}

interface Listed {
  readonly id: string;
  readonly status: string;
}

function commandProblems(project: Project, plugins: readonly PackedPackage[]): readonly string[] {
  const mortise = (...words: readonly string[]) => run(project, installedProgram(project, "mortise"), ...words);
  const help = mortise("--help");
  if (help.status !== 0 || !help.stdout.startsWith("Usage: mortise")) {
    return [`mortise --help ends with ${help.status}: ${help.stdout}${help.stderr}`];
  }
  const statuses = (...words: readonly string[]): ReadonlyMap<string, string> => {
    const { stdout, stderr } = mortise(...words, "--json");
    if (!stdout.startsWith("{")) return new Map([[`mortise ${words.join(" ")}`, stdout + stderr]]);
    return new Map((JSON.parse(stdout) as { plugins: Listed[] }).plugins.map(({ id, status }) => [id, status]));
  };
  const listed = statuses("plugins", "list");
  const loaded = statuses("plugins", "inspect", "--all", "--runtime");
  return plugins.map(needs(project)).flatMap(({ id, hasRequiredConfig }) => {
    const wanted = hasRequiredConfig ? ["kept-out", "kept-out"] : ["enabled", "active"];
    const found = [listed.get(id), loaded.get(id)];
    return found.join() === wanted.join() ? [] : [`${id} is ${found.join(" and ")} instead of ${wanted.join(" and ")}`];
  });
}

interface Manifest {
  readonly id: string;
  readonly configSchema?: {
    readonly required?: readonly string[];
    readonly properties?: Readonly<Record<string, object>>;
  };
}

/** Whether a plugin has to be told something before it may run: what its schema requires and has no default for. */
function needs({ folder }: Project) {
  return ({ name }: PackedPackage): { readonly id: string; readonly hasRequiredConfig: boolean } => {
    const path = join(folder, "node_modules", name, "mortise.plugin.json");
    const { id, configSchema } = JSON.parse(readFileSync(path, "utf8")) as Manifest;
    const isUnsaid = (key: string) => !("default" in (configSchema?.properties?.[key] ?? {}));
    return { id, hasRequiredConfig: (configSchema?.required ?? []).some(isUnsaid) };
  };
}

async function gatewayProblems(project: Project): Promise<readonly string[]> {
  const gateway = spawn(installedProgram(project, "mortise-gateway"), ["--port", "0"], {
    cwd: project.folder,
    env: project.environment,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: gatewayDeadlineMs,
  });
  const said = listen(gateway);
  try {
    const url = await said.address;
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        model: "offline/offline-chat",
        messages: [{ role: "user", content: "What is 15% of 80?" }],
      }),
    });
    const answer = await response.text();
    if (!response.ok || !answer.includes("12")) return [`the gateway answers ${response.status}: ${answer}`];
    gateway.kill("SIGTERM");
    const [code, signal] = (await once(gateway, "exit")) as [number | null, string | null];
    return code === 0 ? [] : [`the gateway ends with ${code ?? signal} after SIGTERM: ${said.all()}`];
  } catch (error) {
    return [`the gateway does not serve: ${String(error)} ${said.all()}`];
  } finally {
    gateway.kill("SIGKILL");
  }
}

interface Said {
  /** Where the gateway says that it answers; rejects when it ends before. */
  readonly address: Promise<string>;
  all(): string;
}

function listen(gateway: ChildProcess): Said {
  let text = "";
  const { promise, resolve, reject } = withResolvers<string>();
  const take = (piece: Buffer) => {
    text += piece.toString();
    const [, url] = /Mortise answers on (http:\S+)/.exec(text) ?? [];
    if (url !== undefined) resolve(url);
  };
  gateway.stdout?.on("data", take);
  gateway.stderr?.on("data", take);
  gateway.once("error", reject);
  gateway.once("exit", (code) => reject(new Error(`it ended with ${code}`)));
  return { address: promise, all: () => text };
}

/** `Promise.withResolvers`, which the oldest Node that is supported lacks. */
function withResolvers<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}
