// Plugins in temporary folders, each right but for what a test makes wrong in it.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** What is otherwise than in a plugin without fault. */
export interface Written {
  readonly manifest?: object;
  readonly package?: object;
  /** What stands above the plugin in its module. */
  readonly before?: string;
  /** The body of `register`. */
  readonly register?: string;
  /** Further members of the plugin. */
  readonly members?: string;
  /** Further files, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Registers the voice that the manifest declares. */
export const voice = 'api.registerSpeechProvider({ id: "v", synthesize });';

const synthesize = `const synthesize = async (request, { signal }) => {
  signal.throwIfAborted();
  return { audio: Uint8Array.of(1), mediaType: "audio/wav" };
};`;

/** A folder for plugins; `close` removes it. */
export function pluginFolder() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "mortise-")));
  let count = 0;
  return {
    folder,
    /** Writes a plugin and gives its folder. */
    plugin(written: Written = {}): string {
      const id = `p${(count += 1)}`;
      const { manifest, before = "", register = voice, members = "", files = {} } = written;
      const configSchema = { type: "object", properties: { key: { type: "string" } } };
      const module = `${before}\n${synthesize}\nexport default { id: "${id}", register(api) { ${register} }, ${members} };`;
      const all = {
        "mortise.plugin.json": JSON.stringify({ id, configSchema, provides: { speech: ["v"] }, ...manifest }),
        "package.json": JSON.stringify({ name: id, mortise: { source: "./index.mjs" }, ...written.package }),
        "index.mjs": module,
        ...files,
      };
      for (const [path, text] of Object.entries(all)) {
        const file = join(folder, id, path);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
      return join(folder, id);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
