import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { createHost } from "../../packages/core/src/index.js";
import { gatewayContracts, type Contract, type Sdk } from "../../packages/sdk/src/index.js";
import { emptyFolder, fileOf, pageTestEnding, writeFile, writeSteps } from "./folders.js";
import { readPage, top } from "./pages.js";

const page = readPage("docs/guides/adding-a-capability.md");
const folder = writeSteps(page, emptyFolder("capability")).at(-1)?.folder ?? "";
const fileUrl = (file: string) => pathToFileURL(join(folder, file)).href;

interface Ocr {
  readonly ocr: Contract;
}

interface Application {
  readonly sdk: Sdk;
}

/** The guide's application, with plugins of this test. */
async function hostOn(plugins: Readonly<Record<string, string>>) {
  for (const [id, register] of Object.entries(plugins)) {
    const root = join(folder, "further", id);
    writeFile(join(root, "mortise.plugin.json"), `{ "id": "${id}", "provides": { "ocr": ["scanner"] } }`);
    writeFile(join(root, "index.mjs"), `export default { id: "${id}", register(api) { ${register} } };`);
  }
  const { sdk } = (await import(fileUrl("src/sdk.ts"))) as Application;
  const paths = ["plugins/scanner", ...Object.keys(plugins).map((id) => join("further", id))];
  const host = await createHost({ sdk, cwd: folder, config: { plugins: { load: { paths } } } });
  afterAll(() => host.close());
  await host.load(host.controlPlane.order.map(({ id }) => id));
  const codes = (id: string) => host.diagnostics.all.filter(({ plugin }) => plugin === id).map(({ code }) => code);
  return { host, codes };
}

describe("the guide's capability [SDK-4, REPO-4]", () => {
  it("is one new file and one entry of one list", async () => {
    const sources = page.blocks.filter(({ title = "" }) => title.startsWith("src/") && title !== "src/main.ts");
    expect(sources.map(({ title }) => title)).toEqual(["src/ocr.ts", "src/sdk.ts"]);
    const { sdk } = (await import(fileUrl("src/sdk.ts"))) as Application;
    const { ocr } = (await import(fileUrl("src/ocr.ts"))) as Ocr;
    const added = Object.entries(sdk.contracts).filter(([method]) => !Object.hasOwn(gatewayContracts, method));
    expect(added).toEqual([["registerOcrProvider", ocr]]);
  });

  it("is owned, and refused, by the rules that hold for the gateway's own", async () => {
    const { host, codes } = await hostOn({
      second: 'api.registerOcrProvider({ id: "scanner", read: async () => ({ text: "" }) });',
      undeclared: 'api.registerOcrProvider({ id: "other", read: async () => ({ text: "" }) });',
      wrong: 'api.registerOcrProvider({ id: "scanner", read: async () => ({ text: "" }), label: 7 });',
    });
    const { ocr } = (await import(fileUrl("src/ocr.ts"))) as Ocr;
    expect(host.registry.get(ocr, "scanner")).toMatchObject({ status: "active", plugin: "scanner" });
    expect([codes("scanner"), codes("second")]).toEqual([[], ["OWNER_OVERRULED"]]);
    expect(codes("undeclared")).toContain("REGISTER_UNDECLARED");
    expect(host.failureOf("wrong")?.map(({ code }) => code)).toEqual(["REGISTER_MALFORMED"]);
  });

  it("has a trigger that loads its provider", async () => {
    const { sdk } = (await import(fileUrl("src/sdk.ts"))) as Application;
    const config = { plugins: { load: { paths: ["plugins/*"] } } };
    await using host = await createHost({ sdk, cwd: folder, config });
    const { entries } = await host.ensure("capability:ocr");
    expect(entries.map(({ plugin }) => plugin)).toEqual(["scanner"]);
  });

  it("has the suite that the page has for it", () => {
    const root = join(folder, "plugins", "scanner");
    const conditions = ["@mortise/source", "module", "node"];
    const config = { ssr: { resolve: { conditions } }, test: { include: [`**/*${pageTestEnding}`] } };
    writeFile(join(root, "vitest.config.mjs"), `export default ${JSON.stringify(config)};`);
    const vitest = join(top, "node_modules", "vitest", "vitest.mjs");
    const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")));
    const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, "run", "--root", root, "--reporter=json"], {
      encoding: "utf8",
      env: { ...environment, NODE_ENV: "test" },
    });
    expect(stdout, stderr).toContain('"numPassedTests":4');
    expect(status, stdout).toBe(0);
  });

  it.each([
    ["a provider of another shape", 'api.registerOcrProvider({ id: "x", read: async () => ({ text: 7 }) });'],
    ["a provider that does nothing", 'api.registerOcrProvider({ id: "x" });'],
    ["an operation that there is not", "void api.runtime.ocr.write({});"],
  ])("does not let %s compile", (_what, line) => {
    const project = join(folder, "tsconfig.wrong.json");
    const plugin = `import { definePlugin } from "./src/sdk.js";\nexport default definePlugin({ id: "x", register(api) {\n${line}\n} });`;
    writeFile(join(folder, "wrong.ts"), plugin);
    writeFile(project, JSON.stringify({ extends: join(top, "tsconfig.json"), include: ["wrong.ts"], exclude: [] }));
    const compiler = join(top, "node_modules", "typescript", "bin", "tsc");
    const { stdout } = spawnSync(process.execPath, [compiler, "-p", project], { cwd: folder, encoding: "utf8" });
    const complaints = stdout.split("\n").filter((complaint) => complaint.startsWith("wrong.ts"));
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toMatch(/^wrong\.ts\(3,/);
  });
});

describe("fileOf", () => {
  it("gives the page's test an ending that its own suite looks for", () => {
    const test = page.blocks.find(({ title = "" }) => title.endsWith(".test.ts"));
    expect(test && fileOf(test)).toBe(`plugins/scanner/index${pageTestEnding}`);
  });
});
