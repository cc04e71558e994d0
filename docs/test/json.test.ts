import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { nativeFormat, readControlPlane, type Diagnostic } from "../../packages/core/src/catalog.js";
import { openClaw } from "../../packages/openclaw/src/index.js";
import { gatewaySdk, type Sdk } from "../../packages/sdk/src/index.js";
import { placeOf, type Block } from "./blocks.js";
import { emptyFolder, writeFile, writeSteps } from "./folders.js";
import { readPage, readPages, top } from "./pages.js";
import { kindOf, type BlockKind } from "./rules.js";

const blocks = readPages().flatMap((page) => page.blocks);
const of = (kind: BlockKind) =>
  blocks.filter((block) => kindOf(block) === kind).map((block) => [placeOf(block), block] as const);
const folder = emptyFolder("json");

/** Ids of the plugins that the pages themselves write, and that a config on a page may therefore name. */
const written = new Set(of("manifest").map(([, { text }]) => /"id":\s*"([^"]+)"/.exec(text)?.[1]));

/** The environment variables that a config refers to, all of them set. */
function environment(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/"\$env":\s*"(\w+)"/g)].map(([, name = ""]) => [name, "a-secret-value"]));
}

async function readConfig(block: Block): Promise<readonly Diagnostic[]> {
  const file = join(folder, placeOf(block).replaceAll(/\W+/g, "-"), basename(block.title ?? "mortise.jsonc"));
  writeFile(file, block.text);
  const { diagnostics } = await readControlPlane({
    config: file,
    sections: ["gateway", "channels"],
    env: environment(block.text),
    roots: { bundled: [join(top, "plugins")] },
    formats: openClaw(),
    folders: {
      cache: join(folder, "cache"),
      globalPlugins: join(folder, "none"),
      workspacePlugins: join(folder, "none"),
    },
  });
  const isAboutConfig = ({ code, plugin }: Diagnostic) =>
    code === "CONFIG_PLUGIN_UNKNOWN" ? !written.has(plugin) : /^(?:CONFIG|PLUGIN_CONFIG|SECRET)_/.test(code);
  return diagnostics.filter(isAboutConfig);
}

/** The SDK that a page's plugins are for: its own, where the page writes one. */
async function sdkOf(file: string): Promise<Sdk> {
  const page = readPage(file);
  if (!page.blocks.some(({ title }) => title === "src/sdk.ts")) return gatewaySdk as unknown as Sdk;
  const last = writeSteps(page, join(folder, "own-sdk")).at(-1)?.folder ?? "";
  const { sdk } = (await import(pathToFileURL(join(last, "src", "sdk.ts")).href)) as { readonly sdk: Sdk };
  return sdk;
}

/** The sections of the config that are the application's own, as a page's programs tell their hosts. */
function sectionsOf(file: string): readonly string[] {
  const told = readPage(file).blocks.flatMap(({ text }) => [...text.matchAll(/\bsections: (\[[^\]]*\])/g)]);
  return told.flatMap(([, names = "[]"]) => JSON.parse(names) as readonly string[]);
}

async function readManifest(
  block: Block,
): Promise<{ readonly status: string; readonly diagnostics: readonly Diagnostic[] }> {
  const plugin = join(folder, placeOf(block).replaceAll(/\W+/g, "-"));
  writeFile(join(plugin, basename(block.title ?? "")), block.text);
  writeFile(join(plugin, "index.js"), "export default { register() {} };");
  const { plugins, diagnostics } = await readControlPlane({
    config: { plugins: { load: { paths: [plugin] } } },
    cwd: dirname(plugin),
    sections: sectionsOf(block.page),
    sdk: await sdkOf(block.page),
    formats: [nativeFormat, ...openClaw()],
    folders: {
      cache: join(folder, "cache"),
      globalPlugins: join(folder, "none"),
      workspacePlugins: join(folder, "none"),
    },
  });
  const isAboutConfig = ({ code }: Diagnostic) => code === "PLUGIN_CONFIG_MISSING";
  const [first] = plugins;
  return {
    status: first?.decision.candidate.status ?? "not found",
    diagnostics: diagnostics.filter((found) => !isAboutConfig(found)),
  };
}

describe("JSON in the documentation [REPO-4]", () => {
  it.each(of("manifest"))("%s is a manifest without fault", async (_place, block) => {
    expect(await readManifest(block)).toEqual({ status: "ready", diagnostics: [] });
  });

  it.each(of("config"))("%s is a config without fault", async (_place, block) => {
    expect(await readConfig(block)).toEqual([]);
  });

  it.each(of("package"))("%s is a package.json whose plugin block holds file names", (_place, { text }) => {
    const { mortise = {} } = JSON.parse(text) as { mortise?: Readonly<Record<string, unknown>> };
    expect(Object.keys(mortise).filter((key) => key !== "entry" && key !== "source")).toEqual([]);
    expect(Object.values(mortise).filter((file) => !/^\.\/[\w./-]+\.[cm]?[jt]s$/.test(String(file)))).toEqual([]);
  });
});
