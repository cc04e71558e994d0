import type { HttpRoute, RegistrationHandle } from "@mortise/sdk";
import type { ApiMember } from "./member.js";
import { membersOf, textOf, type Callable, type Members } from "./reading.js";
import type { PluginScope } from "./scope.js";

/** `api.registerHttpRoute`. */
export const routeMembers: readonly ApiMember[] = [
  {
    name: "registerHttpRoute",
    support: "partial",
    counterpart: "registerHttpRoute",
    note: "Requests and answers are streams of Node's kind; upgrades to WebSocket are not offered.",
    make(scope): Callable {
      const known = new Map<string, RegistrationHandle>();
      return (route) => registerRoute(scope, membersOf(route), known);
    },
  },
];

function registerRoute(scope: PluginScope, route: Members, known: Map<string, RegistrationHandle>): void {
  const { handler, match, auth, replaceExisting } = route;
  const path = scope.id("registerHttpRoute", withSlash(textOf(route["path"])));
  if (path === undefined || typeof handler !== "function") {
    return scope.leaveOut("registerHttpRoute", "a route needs a path and a handler.");
  }
  if (auth !== "plugin" && auth !== "gateway") {
    scope.leaveOut("registerHttpRoute", `${path} does not say who checks its callers: the gateway does.`);
  }
  if (route["handleUpgrade"] !== undefined) {
    scope.advise("registerHttpRoute.handleUpgrade", "routes are asked and answer, and upgrade nothing");
  }
  if (replaceExisting === true) known.get(path)?.dispose();
  const registration: HttpRoute = {
    path,
    match: match === "prefix" ? "prefix" : "exact",
    auth: auth === "plugin" ? "plugin" : "gateway",
    handle: async (request, { signal }) => {
      const { answerBy } = await import("./node-route.js");
      return answerBy(handler as Callable, request, signal);
    },
  };
  const handle = scope.enter("registerHttpRoute", "registerHttpRoute", registration);
  if (handle) known.set(path, handle);
}

function withSlash(path: string | undefined): string | undefined {
  return path === undefined || path.startsWith("/") ? path : `/${path}`;
}
