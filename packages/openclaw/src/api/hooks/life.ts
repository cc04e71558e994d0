import type { PluginScope } from "../scope.js";
import { mapHook, type HookMapping } from "./mapping.js";
import type { Members } from "../reading.js";

/** The hooks of the gateway's own life. */
export const lifeHooks: readonly HookMapping[] = [
  mapHook("gateway_start", {
    note: "There is no cron.",
    event: ({ url }) => ({ port: portOf(url) }),
    context: ({ url }, _context, scope) => ({ port: portOf(url), ...gatewayContext(scope) }),
  }),
  mapHook("gateway_stop", {
    event: () => ({ reason: "shutdown" }),
    context: (_event, _context, scope) => gatewayContext(scope),
  }),
];

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return Number(port) || (protocol === "https:" ? 443 : 80);
}

function gatewayContext({ settings, folders }: PluginScope): Members {
  return { config: settings.current(), workspaceDir: folders.workspace(), getCron: () => undefined };
}
