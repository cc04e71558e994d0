import { join } from "node:path";
import type { HostOptions } from "@mortise/core";

/** Options of a host, or of a control plane, on all plugins of a folder and on nothing else. */
export function optionsFor(
  plugins: string,
  own: string,
  config: object = {},
): HostOptions & { readonly config: object } {
  return {
    config: { plugins: { load: { paths: [plugins] }, ...config } },
    cwd: own,
    env: {},
    folders: {
      state: join(own, "state"),
      cache: join(own, "cache"),
      globalPlugins: join(own, "global"),
      workspacePlugins: join(own, "workspace"),
    },
  };
}
