import { gatewayMethod } from "@mortise/sdk";
import type { Host } from "@mortise/core";
import { diagnoseGateway } from "../diagnostics.js";
import { ownMethods } from "./own-methods.js";

const ownPrefixes = ["rpc.", "gateway.", "plugins."];

/** Whether a method's name is the gateway's own. */
export function isReservedMethod(name: string): boolean {
  return ownMethods.has(name) || ownPrefixes.some((prefix) => name.toLowerCase().startsWith(prefix));
}

/** Says which methods of plugins can never be called, as far as it is known; each once, however often it is asked. */
export function createMethodCheck(host: Pick<Host, "registry" | "diagnostics">): () => void {
  const said = new Set<string>();
  const reserved = [...ownPrefixes.map((prefix) => `${prefix}*`), ...ownMethods.keys()].join(", ");
  return () => {
    for (const { id: method, plugin } of host.registry.list(gatewayMethod)) {
      const name = `${plugin} ${method}`;
      if (!isReservedMethod(method) || said.has(name)) continue;
      said.add(name);
      host.diagnostics.report(diagnoseGateway("GATEWAY_METHOD_RESERVED", { method, reserved }, { plugin }));
    }
  };
}
