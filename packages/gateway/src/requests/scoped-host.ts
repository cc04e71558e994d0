import type { Host, HostView } from "@mortise/core";
import type { RequestScope, ServingHost } from "../serving.js";

type Runtime = Host["runtime"];
type Within = <Bounds extends object>(bounds: Bounds | undefined) => Bounds & RequestScope;

/** A host that keeps to the generation of a view, and tells every function that it calls of the request. */
export function scopedHost(host: Host, view: HostView, scope: RequestScope): ServingHost {
  const { controlPlane, diagnostics, failureOf, breakersOf, counters } = host;
  const within: Within = (bounds) => ({ ...scope, ...(bounds as NonNullable<typeof bounds>) });
  let runtime: Runtime | undefined;
  return {
    controlPlane,
    diagnostics,
    failureOf,
    breakersOf,
    counters,
    get services() {
      return host.services;
    },
    get registry() {
      return view.registry;
    },
    get runtime() {
      return (runtime ??= scopedOperations(view.runtime, within) as Runtime);
    },
    hooks: scopedHooks(view.hooks, within),
    prepareHook: view.prepareHook,
    ensure: view.ensure,
    load: view.load,
    resolve: view.resolve,
    call: (provider, operation, request, bounds) => view.call(provider, operation, request, within(bounds)),
  };
}

function scopedHooks(hooks: Host["hooks"], within: Within): Host["hooks"] {
  return {
    observe: (hook, event, bounds) => hooks.observe(hook, event, within(bounds)),
    collect: (hook, event, bounds) => hooks.collect(hook, event, within(bounds)),
    modify: (hook, event, bounds) => hooks.modify(hook, event, within(bounds)),
    claim: (hook, event, bounds) => hooks.claim(hook, event, within(bounds)),
    gate: (hook, event, bounds) => hooks.gate(hook, event, within(bounds)),
    stream: (hook, event, source, bounds) => hooks.stream(hook, event, source, within(bounds)),
  };
}

type Operation = (request: unknown, options?: object) => unknown;

/** Every operation of a runtime, those in groups among them. */
function scopedOperations(operations: object, within: Within): object {
  const scoped = Object.entries(operations).map(([name, member]: [string, Operation | object]) => [
    name,
    typeof member === "function"
      ? (request: unknown, options?: object) => (member as Operation)(request, within(options))
      : scopedOperations(member, within),
  ]);
  return Object.fromEntries(scoped) as object;
}
