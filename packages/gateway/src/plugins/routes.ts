import { httpRoute, type HttpRoute } from "@mortise/sdk";
import type { ResolvedProvider } from "@mortise/core";
import { pluginFailed, tokenMissing } from "../http/api-error.js";
import { readBody } from "../http/body.js";
import type { Exchange, Serving, ServingHost } from "../serving.js";

/**
 * Answers with the route that a plugin registered for the path, its owner loaded when it was not; nothing where there is
 * none. An exact route goes before a prefix, a longer prefix before a shorter one. A route whose `auth` is `plugin` checks
 * its callers itself; the others throw 401 to callers without the gateway's token.
 */
export async function servePluginRoute(
  request: Request,
  { requestId, signal }: Exchange,
  serving: Serving,
): Promise<Response | undefined> {
  const { host, settings, token } = serving;
  const path = new URL(request.url).pathname;
  await host.ensure({ kind: "route", name: path });
  const route = findRoute(path, host);
  if (!route) return assertNotFailed(path, host);
  if (authOf(route.value) === "gateway" && !token.admits(request.headers.get("authorization"))) throw tokenMissing();
  const response: unknown = await host.call(route, "handle", await copyOf(request, settings.bodyLimitBytes), {
    requestId,
    signal,
  });
  if (response instanceof Response) return response;
  throw new TypeError(`The route ${route.id} of the plugin "${route.plugin}" gave something that is no Response.`);
}

/** Who checks the callers of a route; the gateway unless it says otherwise. */
export function authOf({ auth }: { readonly auth?: unknown }): "gateway" | "plugin" {
  return auth === "plugin" ? "plugin" : "gateway";
}

/** A path whose plugin failed is not one that nobody has. */
function assertNotFailed(path: string, { registry }: ServingHost): undefined {
  const found = registry.get(httpRoute, path);
  if (found?.status === "failed") throw pluginFailed(`The route ${path} cannot be used`, found.plugin);
  return undefined;
}

function findRoute(path: string, { registry }: ServingHost): ResolvedProvider<HttpRoute> | undefined {
  const routes = registry.entries(httpRoute).filter(({ id, value }) => matches(path, id, value));
  return routes.toSorted((one, other) => other.id.length - one.id.length)[0];
}

function matches(path: string, id: string, { match = "exact" }: HttpRoute): boolean {
  return path === id || (match === "prefix" && isBelow(path, id));
}

/** Whether a path lies below a prefix, itself not among it. */
export function isBelow(path: string, prefix: string): boolean {
  return path.startsWith(prefix.endsWith("/") ? prefix : `${prefix}/`);
}

/** A request of the platform's own, its body bounded: the server's is made for speed, and cannot be copied or cloned. */
async function copyOf(request: Request, limitBytes: number): Promise<Request> {
  const { url, method, headers, signal } = request;
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? await readBody(request, limitBytes) : null;
  return new Request(url, { method, headers: new Headers([...headers]), signal, body });
}
