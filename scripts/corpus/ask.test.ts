// What a corpus run does to a plugin: real child processes, with the built files and folders in the place of packages.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Asking } from "./ask.js";
import { makeAsking } from "./make-asking.js";
import type { CheckedRow } from "./table.js";
import { tryPackage } from "./try-package.js";

const builder = fileURLToPath(new URL("../build-if-stale.mjs", import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), "mortise-corpus-test-")));
let asking: Asking;

beforeAll(async () => {
  execFileSync(process.execPath, [builder], { stdio: ["ignore", "ignore", "inherit"] });
  asking = await makeAsking(folder, { deadlineMs: 60_000 });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Given {
  readonly manifest?: object;
  readonly config?: object;
  readonly deadlineMs?: number;
}

/** Writes a package, tries it, and gives its row and the folder that its host had. */
async function row(name: string, code: string, given: Given = {}): Promise<{ row: CheckedRow; home: string }> {
  const root = join(folder, name);
  mkdirSync(root);
  const files = {
    "package.json": { name, version: "1.0.0", openclaw: { extensions: ["./index.mjs"] } },
    "openclaw.plugin.json": { id: name, configSchema: { type: "object" }, ...given.manifest },
  };
  for (const [file, content] of Object.entries(files)) writeFileSync(join(root, file), JSON.stringify(content));
  writeFileSync(join(root, "index.mjs"), code);
  const cases = [given.config ? { config: given.config } : {}];
  const at = join(folder, `${name}-hosts`);
  const used = { ...asking, ...(given.deadlineMs !== undefined && { deadlineMs: given.deadlineMs }) };
  const [first] = await tryPackage({ name, version: "1.0.0" }, { root }, cases, at, used);
  if (!first) throw new Error("there is no row");
  return { row: first, home: join(at, "host-0", "home") };
}

const toolNamed = (name: string) =>
  `api.registerTool({ name: ${name}, description: "d", parameters: { type: "object" }, execute: async () => ({ content: [] }) });`;

it("counts what code registered, hooks by handler, and nothing that a manifest brings alone [OC-11]", async () => {
  const { row: found, home } = await row(
    "counted",
    `import { writeFileSync } from "node:fs"; import { homedir } from "node:os"; import { join } from "node:path";
    export default (api) => {
      console.log("printed on stdout");
      writeFileSync(join(homedir(), "seen"), JSON.stringify(Object.keys(process.env)));
      ${toolNamed('"one"')} ${toolNamed('"two"')}
      for (let at = 0; at < 3; at += 1) api.on("agent_end", () => {});
      api.registerService({ id: "s", start: () => writeFileSync(join(homedir(), "started"), "") });
    };`,
    { manifest: { contracts: { tools: ["one", "two", "three"] }, channels: [] } },
  );
  expect(found).toMatchObject({ loaded: true, counts: { tool: 2, hook: 3, service: 1 }, isExpected: true });
  expect(found.diagnostics.map(({ code }) => code)).toEqual(["REGISTER_ABSENT"]);
  expect(existsSync(join(home, "seen"))).toBe(true);
  expect(existsSync(join(home, "started"))).toBe(false);
}, 60_000);

it("of one that throws half way nothing is left, and it is not loaded", async () => {
  const { row: found } = await row(
    "half",
    `export default (api) => { ${toolNamed('"one"')} throw new Error("no more"); };`,
  );
  expect(found).toMatchObject({ loaded: false, counts: {}, isExpected: false });
  expect(found.diagnostics.filter(({ level }) => level === "error")).toMatchObject([
    { message: expect.stringContaining("no more") as string },
  ]);
}, 60_000);

it("gives the least config that its schema admits, unless there is one", async () => {
  const manifest = {
    configSchema: {
      type: "object",
      properties: { url: { type: "string" }, key: { type: "string", minLength: 3 }, size: { type: "number" } },
      required: ["key"],
    },
  };
  const code = `export default (api) => { ${toolNamed('Object.keys(api.pluginConfig).join("_") + "_" + api.pluginConfig.key.length')} };`;
  const { row: least } = await row("least", code, { manifest });
  expect(least).toMatchObject({ loaded: true, counts: { tool: 1 } });
  expect(least.diagnostics).toMatchObject([{ message: expect.stringMatching(/"key_([3-9]|\d\d)"/) as string }]);
  const { row: own } = await row("own-config", code, { manifest, config: { key: "four", size: 1 } });
  expect(own.diagnostics).toMatchObject([{ message: expect.stringContaining('"key_size_4"') as string }]);
}, 60_000);

it("reaches nobody: no connection leaves the process [OC-11]", async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.end("reached");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  try {
    const { row: found } = await row(
      "caller",
      `import { lookup } from "node:dns/promises";
      const said = await fetch("http://127.0.0.1:${port}").then((r) => r.text(), (error) => error.cause.code);
      const found = await lookup("localhost").then(() => "found", (error) => error.code);
      export default (api) => { ${toolNamed("`${said}_${found}`")} };`,
    );
    expect(found).toMatchObject({ loaded: true, counts: { tool: 1 } });
    expect(found.diagnostics[0]?.message).toContain('"ENETUNREACH_ENOTFOUND"');
    expect(asked).toBe(0);
  } finally {
    server.close();
  }
}, 60_000);

it("one that never comes back from register is cut off at the deadline [OC-11]", async () => {
  const code = "export default () => { for (;;); };";
  const { row: found } = await row("endless", code, { deadlineMs: 4_000 });
  expect(found).toMatchObject({ loaded: false, counts: {}, isExpected: false });
  expect(found.diagnostics).toMatchObject([
    {
      code: "CORPUS_NO_ANSWER",
      plugin: "endless",
      message: expect.stringContaining("It did not answer within 4 s.") as string,
    },
  ]);
}, 60_000);

it("one that ends the process is not loaded, and what it printed is told", async () => {
  const { row: found } = await row("leaver", 'export default () => { console.error("I leave."); process.exit(7); };');
  expect(found.loaded).toBe(false);
  expect(found.diagnostics).toMatchObject([{ message: "exited with 7: I leave." }]);
}, 60_000);

it("one that could not be installed says why", async () => {
  const missing = { problem: "npm error 404" };
  const rows = await tryPackage({ name: "x", version: "1.0.0" }, missing, [{}], folder, asking);
  expect(rows).toMatchObject([{ loaded: false, diagnostics: [{ message: "npm error 404" }] }]);
});
