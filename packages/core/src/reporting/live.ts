import { foldId } from "../catalog/candidate.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Host } from "../host-interface.js";
import { registeredContributions } from "../registry/shape.js";
import type { ContractMap, HookMap } from "@mortise/sdk";
import type { LivePlugin } from "./report.js";

/** What a host can say of the plugins that it loaded or tried to load. */
export function livePlugins<Contracts extends ContractMap, Hooks extends HookMap>(
  host: Pick<Host<Contracts, Hooks>, "controlPlane" | "registry" | "failureOf" | "breakersOf" | "counters">,
): readonly LivePlugin[] {
  const { controlPlane, registry } = host;
  const clean = (diagnostics: readonly Diagnostic[]) => diagnostics.map(controlPlane.checks.redactor.diagnostic);
  return controlPlane.order.flatMap(({ id }): readonly LivePlugin[] => {
    const instance = registry.instances.get(foldId(id));
    const about = registry.diagnostics.filter(({ plugin }) => plugin === id);
    if (instance) {
      const { timing, integrity, use } = instance;
      const counters = host.counters.get(id);
      const calling = { running: use.calls, breakers: host.breakersOf(id), ...(counters && { counters }) };
      const contributions = Object.fromEntries(registeredContributions(instance));
      return [
        {
          id,
          status: "active",
          contributions,
          timing,
          integrity,
          calling,
          diagnostics: clean([...instance.diagnostics, ...about]),
        },
      ];
    }
    const failure = host.failureOf(id);
    return failure ? [{ id, status: "failed", contributions: {}, diagnostics: clean([...failure, ...about]) }] : [];
  });
}
