import { channel } from "@mortise/sdk";
import { reasonTextOf, type Host, type PluginState } from "@mortise/core";

/** Why a channel cannot be had, and whose it would be, as far as that is known. */
export interface Absence {
  readonly plugin?: string;
  /** A sentence. */
  readonly reason: string;
}

/** Tells why nobody provides a channel now: its plugin failed, may not run, does not register it, or there is none. */
export function absenceOf(id: string, host: Pick<Host, "controlPlane" | "registry" | "failureOf">): Absence {
  const { controlPlane, registry } = host;
  const declaring = controlPlane.plugins.filter((state) => declares(state, id));
  const state = declaring.find(({ decision }) => decision.enabled) ?? declaring[0];
  const plugin = registry.get(channel, id)?.plugin ?? state?.decision.candidate.id;
  if (plugin === undefined) return { reason: "No plugin provides it." };
  const say = (what: string): Absence => {
    return { plugin, reason: controlPlane.checks.redactor.text(`The plugin "${plugin}" ${what}`) };
  };
  const failure = host.failureOf(plugin);
  if (failure) return say(failure[0] ? `failed: ${failure[0].message}` : "failed.");
  if (state && !state.decision.enabled) return say(`does not run: ${reasonTextOf(state.decision)}.`);
  return say("does not register it.");
}

function declares({ decision: { candidate } }: PluginState, id: string): boolean {
  const isSame = (name: unknown) => typeof name === "string" && name.toLowerCase() === id.toLowerCase();
  return Object.entries(candidate.manifest?.provides[channel.key] ?? {}).some(
    ([name, { aliases }]) => isSame(name) || (Array.isArray(aliases) && aliases.some(isSame)),
  );
}
