import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A plugin of a project: its manifest (an object, or the very text), and its code. */
export interface ProjectPlugin {
  readonly manifest: object | string;
  /** An ES module; without it the plugin has no entry. */
  readonly code?: string;
}

/** A folder with a config and plugins in `plugins/`, which the config names; gone when the test has ended. */
export interface Project {
  readonly folder: string;
  readonly config: string;
  /** An environment that touches nothing of the user's. */
  readonly env: NodeJS.ProcessEnv;
  /** Absolute path of a file of the project. */
  at(...path: string[]): string;
  write(path: string, text: string): void;
}

/** Makes a project. An object as config gets `plugins.load.paths`; a text is written as it is. */
export function makeProject(
  config: { plugins?: object; [section: string]: unknown } | string,
  plugins: Record<string, ProjectPlugin>,
): Project {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mortise-cli-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = (...path: string[]) => join(folder, ...path);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  };
  mkdirSync(at("plugins"));
  for (const [id, { manifest, code }] of Object.entries(plugins)) {
    write(
      `plugins/${id}/mortise.plugin.json`,
      typeof manifest === "string" ? manifest : JSON.stringify({ id, ...manifest }),
    );
    write(`plugins/${id}/package.json`, JSON.stringify({ name: id, type: "module", mortise: { entry: "./index.js" } }));
    if (code !== undefined) write(`plugins/${id}/index.js`, code);
  }
  const whole =
    typeof config === "string"
      ? config
      : JSON.stringify({ ...config, plugins: { load: { paths: ["./plugins"] }, ...config.plugins } });
  write("mortise.jsonc", whole);
  const env: NodeJS.ProcessEnv = { PATH: process.env["PATH"], HOME: folder };
  for (const name of ["CACHE", "DATA", "CONFIG", "STATE"]) env[`XDG_${name}_HOME`] = at(`.${name.toLowerCase()}`);
  return { folder, config: at("mortise.jsonc"), env, at, write };
}

/** The code of a plugin that registers a speech provider of its own id. */
export const speechCode = (id: string): string => `
export default {
  id: "${id}",
  register(api) {
    api.registerSpeechProvider({ id: "${id}", synthesize: async () => ({ audio: new Uint8Array(), mediaType: "audio/wav" }) });
  },
};`;
