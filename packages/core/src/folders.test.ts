import { isAbsolute, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it, vi } from "vitest";
import { folderWith } from "../test/folder.js";
import { bundledPluginFolders, defaultFolders } from "./folders.js";

it("follow the platform's conventions; the workspace's own lie in it [CFG-6]", () => {
  const folders = defaultFolders("/project");
  expect(Object.values(folders).every((folder) => isAbsolute(folder))).toBe(true);
  expect(folders.workspacePlugins).toBe(join("/project", ".mortise", "plugins"));
  expect(folders.globalPlugins).toBe(join(folders.state, "plugins"));
  expect(folders.cache).not.toBe(folders.state);
});

it.runIf(process.platform === "linux")("go where the user's environment says", () => {
  vi.stubEnv("XDG_CACHE_HOME", "/elsewhere/cache");
  vi.stubEnv("XDG_DATA_HOME", "/elsewhere/data");
  const { cache, state } = defaultFolders("/project");
  vi.unstubAllEnvs();
  expect({ cache, state }).toEqual({ cache: "/elsewhere/cache/mortise", state: "/elsewhere/data/mortise" });
});

it("bundled plugins lie at the top of a workspace, or beside the application's package", () => {
  const workspace = folderWith({ "pnpm-workspace.yaml": "", "packages/gateway/dist/main.js": "" });
  const installed = folderWith({ "node_modules/@mortise/gateway/dist/main.js": "" });
  const urlOf = (...path: readonly string[]) => pathToFileURL(join(...path)).href;
  expect(bundledPluginFolders(urlOf(workspace, "packages/gateway/dist/main.js"))).toEqual([join(workspace, "plugins")]);
  expect(bundledPluginFolders(urlOf(installed, "node_modules/@mortise/gateway/dist/main.js"))).toEqual([
    join(installed, "node_modules/@mortise"),
  ]);
});
