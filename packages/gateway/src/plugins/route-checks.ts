import { httpRoute } from "@mortise/sdk";
import type { Diagnostic, Host } from "@mortise/core";
import { diagnoseGateway } from "../diagnostics.js";
import { rpcPath } from "../rpc/path.js";
import { metadataOf } from "./metadata.js";
import { authOf, isBelow } from "./routes.js";

/** The paths that the gateway keeps for itself, as a person reads them. */
const reservedPaths = `/v1 and all below it, /healthz, /plugins and ${rpcPath}`;

function isReserved(path: string): boolean {
  return ["/healthz", "/plugins", rpcPath, "/v1"].includes(path) || path.startsWith("/v1/");
}

interface KnownRoute {
  readonly path: string;
  readonly plugin: string;
  readonly isPrefix: boolean;
  readonly auth: "gateway" | "plugin";
}

/**
 * Says which routes of plugins can never be reached, and which lie below another plugin's and let in other callers; each
 * once. To be called again when plugins may have been loaded.
 */
export function createRouteCheck(host: Pick<Host, "registry" | "controlPlane" | "diagnostics">): () => void {
  const said = new Set<string>();
  const say = (key: string, diagnostic: () => Diagnostic) => {
    if (said.has(key)) return;
    said.add(key);
    host.diagnostics.report(diagnostic());
  };
  let checked: object | undefined;
  return () => {
    if (checked === host.registry) return;
    checked = host.registry;
    const routes = knownRoutes(host);
    for (const route of routes) {
      if (isReserved(route.path)) say(route.path, () => reserved(route));
      for (const other of routes) {
        if (differ(route, other)) say(`${other.path} ${route.path}`, () => overlap(route, other));
      }
    }
  };
}

/** The routes as they are registered, or declared where their owner is not loaded. */
function knownRoutes(host: Pick<Host, "registry" | "controlPlane">): readonly KnownRoute[] {
  return host.registry.list(httpRoute).flatMap(({ id: path, plugin }): readonly KnownRoute[] => {
    const found = host.registry.get(httpRoute, path);
    const says = found?.status === "active" ? found.value : metadataOf(httpRoute, path, plugin, host);
    return [{ path, plugin, isPrefix: says["match"] === "prefix", auth: authOf(says) }];
  });
}

/** Whether a route lies below another plugin's prefix, with another check of its callers. */
function differ(route: KnownRoute, prefix: KnownRoute): boolean {
  return (
    prefix.isPrefix && prefix.plugin !== route.plugin && prefix.auth !== route.auth && isBelow(route.path, prefix.path)
  );
}

function reserved({ path, plugin }: KnownRoute): Diagnostic {
  return diagnoseGateway("GATEWAY_ROUTE_RESERVED", { path, reserved: reservedPaths }, { plugin });
}

function overlap({ path, plugin, auth }: KnownRoute, other: KnownRoute): Diagnostic {
  const parameters = { path, plugin, auth, prefix: other.path, other: other.plugin, otherAuth: other.auth };
  return diagnoseGateway("GATEWAY_ROUTE_OVERLAP", parameters, { plugin });
}
