import type { Registration } from "../loading/registration.js";
import { foldId } from "../catalog/candidate.js";
import { foldContributionId } from "../catalog/contribution-id.js";
import { aliasesIn } from "./aliases.js";
import type { Claim, ClaimSources } from "./claims.js";
import type { Ownership } from "./ownership.js";

/**
 * What the registry knows of an id.
 *
 * - `active`: its owner is loaded, `value` is there
 * - `declared`: its owner may run and is not loaded yet
 * - `failed`: who declares it was tried and failed
 * - `disabled`: its owner took it out of use for a while
 */
export type Lookup<Value> =
  | {
      readonly status: "active";
      /** As its owner writes it, whatever case or alias was asked for. */
      readonly id: string;
      readonly plugin: string;
      readonly value: Value;
      readonly registration: Registration;
      /** Plugins that wanted it too. */
      readonly overruled: readonly string[];
    }
  | {
      readonly status: "declared" | "failed" | "disabled";
      readonly plugin: string;
      readonly overruled: readonly string[];
    };

/** One id that somebody owns. */
export interface OwnedId {
  readonly id: string;
  readonly plugin: string;
  readonly status: "active" | "declared" | "disabled";
}

/** What is known of an id that somebody owns. */
export function lookupOf({ owner, overruled }: Ownership): Lookup<unknown> {
  const { plugin, registration } = owner;
  const others = overruled.map((claim) => claim.plugin);
  return registration && owner.isDisabled !== true
    ? { status: "active", id: owner.id, plugin, value: registration.value, registration, overruled: others }
    : { status: statusOf(owner) as "declared" | "disabled", plugin, overruled: others };
}

/** How far an owned id has come. */
export function statusOf({ registration, isDisabled }: Claim): OwnedId["status"] {
  if (registration === undefined) return "declared";
  return isDisabled === true ? "disabled" : "active";
}

/** Ids that only failed plugins declare, so that asking for one says what became of it. */
export function collectFailed({
  order,
  failed,
  vocabulary,
}: Omit<ClaimSources, "instances">): ReadonlyMap<string, Lookup<never>> {
  const ids = new Map<string, Lookup<never>>();
  if (failed.size === 0) return ids;
  for (const { id: plugin, manifest } of order) {
    if (!failed.has(foldId(plugin))) continue;
    for (const key of Object.keys(manifest.provides)) {
      const contract = vocabulary.byKey.get(key);
      if (contract?.declaredBy !== "code") continue;
      for (const [id, metadata] of Object.entries(manifest.provides[key] ?? {})) {
        for (const known of [id, ...aliasesIn(metadata, contract)]) {
          const name = `${contract.kind} ${foldContributionId(contract, known)}`;
          if (!ids.has(name)) ids.set(name, { status: "failed", plugin, overruled: [] });
        }
      }
    }
  }
  return ids;
}
