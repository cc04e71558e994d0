import { httpRoute, type HttpRoute } from "@mortise/sdk";
import type { Diagnostic, Host, ResolvedProvider } from "@mortise/core";
import { diagnoseGateway } from "../diagnostics.js";
import { pluginFailed } from "../http/api-error.js";
import { readBody } from "../http/body.js";
import type { Exchange, Serving } from "../serving.js";

/** The paths that the gateway keeps for itself, as a person reads them. */
const reservedPaths = "/v1 and all below it, /healthz and /plugins";

function isReserved(path: string): boolean {
  return path === "/healthz" || path === "/plugins" || path === "/v1" || path.startsWith("/v1/");
}

/**
 * Answers with the route that a plugin registered for the path, its owner loaded when it was not; nothing where there is
 * none. An exact route goes before a prefix, a longer prefix before a shorter one.
 */
export async function servePluginRoute(
  request: Request,
  { requestId, signal }: Exchange,
  serving: Serving,
): Promise<Response | undefined> {
  const { host, settings } = serving;
  const path = new URL(request.url).pathname;
  await host.ensure({ kind: "route", name: path });
  const route = findRoute(path, host);
  if (!route) return assertNotFailed(path, host);
  const response: unknown = await host.call(route, "handle", await copyOf(request, settings.bodyLimitBytes), {
    requestId,
    signal,
  });
  if (response instanceof Response) return response;
  throw new TypeError(`The route ${route.id} of the plugin "${route.plugin}" gave something that is no Response.`);
}

/** A path whose plugin failed is not one that nobody has. */
function assertNotFailed(path: string, { registry }: Host): undefined {
  const found = registry.get(httpRoute, path);
  if (found?.status === "failed") throw pluginFailed(`The route ${path} cannot be used`, found.plugin);
  return undefined;
}

function findRoute(path: string, { registry }: Host): ResolvedProvider<HttpRoute> | undefined {
  const routes = registry.list(httpRoute).flatMap(({ id, plugin }): readonly ResolvedProvider<HttpRoute>[] => {
    const found = registry.get(httpRoute, id);
    return found?.status === "active" && matches(path, id, found.value) ? [{ id, plugin, value: found.value }] : [];
  });
  return routes.toSorted((one, other) => other.id.length - one.id.length)[0];
}

function matches(path: string, id: string, { match = "exact" }: HttpRoute): boolean {
  return path === id || (match === "prefix" && path.startsWith(id.endsWith("/") ? id : `${id}/`));
}

/** A request of the platform's own, its body bounded: the server's is made for speed, and cannot be copied or cloned. */
async function copyOf(request: Request, limitBytes: number): Promise<Request> {
  const { url, method, headers, signal } = request;
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? await readBody(request, limitBytes) : null;
  return new Request(url, { method, headers: new Headers([...headers]), signal, body });
}

/** Says which routes of plugins can never be reached; each once. */
export function createReservedRouteCheck({
  registry,
  diagnostics,
}: Pick<Host, "registry" | "diagnostics">): () => void {
  const said = new Set<string>();
  return () => {
    for (const { id, plugin } of registry.list(httpRoute)) {
      if (!isReserved(id) || said.has(id)) continue;
      said.add(id);
      diagnostics.report(reservedRoute(id, plugin));
    }
  };
}

function reservedRoute(path: string, plugin: string): Diagnostic {
  return diagnoseGateway("GATEWAY_ROUTE_RESERVED", { path, reserved: reservedPaths }, { plugin });
}
