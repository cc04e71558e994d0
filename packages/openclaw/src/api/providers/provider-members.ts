import { CapabilityError, type CallContext } from "@mortise/sdk";
import { membersOf, methodOf, textOf, type Callable, type Members } from "../reading.js";
import type { PluginScope } from "../scope.js";

/** Time that a provider is told it has where nothing bounds a call, in milliseconds. */
const ampleMs = 600_000;

/** What OpenClaw's providers are told with each request, whatever they provide. */
export function requestBase(scope: PluginScope, { deadlineMs }: CallContext): Members {
  return { cfg: scope.settings.current(), timeoutMs: deadlineMs ?? ampleMs };
}

/** The label that a provider has, as a member to spread. */
export function labelled(provider: Members): { readonly label?: string } {
  const label = textOf(provider["label"]);
  return label === undefined ? {} : { label };
}

/** A method that a provider must have for what it registers as; one that is missing is left out by its contract. */
export function required(provider: unknown, name: string): Callable {
  const found = methodOf(provider, name);
  if (found) return found;
  return () => {
    throw new CapabilityError(`the provider has no ${name}`, { code: "unsupported" });
  };
}

/** The model that is asked for, else the provider's own. */
export function modelOf(provider: Members, asked: string | undefined): string {
  return asked ?? textOf(provider["defaultModel"]) ?? "";
}

/** Bytes of an asset of theirs; nothing where it has none. */
export function bytesOf(asset: unknown): Uint8Array | undefined {
  const { buffer } = membersOf(asset);
  return buffer instanceof Uint8Array ? new Uint8Array(buffer) : undefined;
}

/** Assets of theirs: what is no list is none. */
export function assetsOf(result: unknown, name: string): readonly unknown[] {
  const assets = membersOf(result)[name];
  return Array.isArray(assets) ? assets : [];
}

/** Bytes of ours as a source of theirs. */
export function toTheirSource({ data, mediaType }: { readonly data: Uint8Array; readonly mediaType: string }): Members {
  return { buffer: Buffer.from(data), mimeType: mediaType };
}
