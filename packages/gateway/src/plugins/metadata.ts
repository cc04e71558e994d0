import type { Contract } from "@mortise/sdk";
import type { Host, ProvidedMetadata } from "@mortise/core";

const nothing: ProvidedMetadata = Object.freeze({});

/** What a plugin's manifest says of something that it provides; an empty object where it says nothing. */
export function metadataOf(
  contract: Contract,
  id: string,
  plugin: string,
  host: Pick<Host, "controlPlane">,
): ProvidedMetadata {
  return declaration(contract, id, plugin, host)?.[1] ?? nothing;
}

/** The id under which a plugin's manifest declares what is called by this id or alias; the id itself where it does not. */
export function declaredId(contract: Contract, id: string, plugin: string, host: Pick<Host, "controlPlane">): string {
  return declaration(contract, id, plugin, host)?.[0] ?? id;
}

function declaration(
  { key, idField }: Contract,
  id: string,
  plugin: string,
  { controlPlane }: Pick<Host, "controlPlane">,
): readonly [string, ProvidedMetadata] | undefined {
  const provided = controlPlane.order.find((candidate) => candidate.id === plugin)?.manifest.provides[key] ?? {};
  // Paths alone tell capitals apart.
  const isSame = (name: unknown) =>
    name === id || (idField !== "path" && typeof name === "string" && name.toLowerCase() === id.toLowerCase());
  const declared = Object.entries(provided);
  return (
    declared.find(([name]) => isSame(name)) ??
    declared.find(([, { aliases }]) => Array.isArray(aliases) && aliases.some(isSame))
  );
}
