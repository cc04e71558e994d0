import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { readControlPlane } from "@mortise/core/catalog";
import { askGateway } from "./gateway.js";

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const nothing = () =>
  readControlPlane({ config: {}, folders: { workspacePlugins: "/nowhere", globalPlugins: "/nowhere" } });

test("what a gateway's plugins registered is taken over; what it only declares is not [DIAG-3]", async () => {
  const paths: (string | undefined)[] = [];
  const url = await serve((request, response) => {
    paths.push(request.url);
    response.end(
      JSON.stringify({
        plugins: [
          {
            id: "a",
            status: "active",
            contributions: [{ kind: "speech", ids: ["a"] }],
            timing: { importMs: 1, registerMs: 2 },
            diagnostics: [],
            channels: [
              { id: "chat", isReady: false, isConfigured: true, detail: "no token" },
              { id: "post" },
              "nonsense",
            ],
          },
          {
            id: "b",
            status: "failed",
            contributions: [{ kind: "speech", ids: ["b"] }],
            diagnostics: [{ code: "LOAD_FAILED" }],
          },
          { id: "c", status: "enabled", contributions: [], diagnostics: [] },
        ],
      }),
    );
  });
  const { live, channels, diagnostics } = await askGateway(url, await nothing());
  expect(paths).toEqual(["/plugins"]);
  expect(channels).toEqual([
    { id: "chat", plugin: "a", isReady: false, detail: "no token" },
    { id: "post", plugin: "a" },
  ]);
  expect(live).toEqual([
    {
      id: "a",
      status: "active",
      contributions: { speech: ["a"] },
      timing: { importMs: 1, registerMs: 2 },
      diagnostics: [],
    },
    { id: "b", status: "failed", contributions: {}, diagnostics: [{ code: "LOAD_FAILED" }] },
  ]);
  // Neither may run by this config, which has no plugins at all.
  expect(diagnostics.map(({ code, plugin }) => `${code} ${plugin}`)).toEqual(["CLI_GATEWAY_DIFFERS a"]);
});

test.each([
  ["another status", (_request, response) => response.writeHead(404).end("{}"), "GET /plugins gave 404"],
  ["no JSON", (_request, response) => response.end("<html>"), "GET /plugins gave no list of plugins"],
  ["other JSON", (_request, response) => response.end('{"plugins": 3}'), "GET /plugins gave no list of plugins"],
] as [string, RequestListener, string][])(
  "something that is no gateway is told by %s",
  async (_what, answer, reason) => {
    const { live, diagnostics } = await askGateway(await serve(answer), await nothing());
    expect(live).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: "CLI_GATEWAY_FOREIGN", level: "error" }]);
    expect(diagnostics[0]?.message).toContain(reason);
  },
);

test("where nothing listens, that is said", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const free = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise((resolve) => server.close(resolve));
  const { diagnostics } = await askGateway(free, await nothing());
  expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
    `CLI_GATEWAY_UNREACHABLE No gateway answers at ${free}: ECONNREFUSED.`,
  ]);
});
