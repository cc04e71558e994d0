import { tool } from "@mortise/sdk";
import { unmetAvailability, type Host } from "@mortise/core";
import { metadataOf } from "../plugins/metadata.js";

/** A tool that is not offered now, and why. */
export interface UnavailableTool {
  readonly name: string;
  readonly plugin: string;
  /** A sentence that names what would have to be there. */
  readonly reason: string;
}

/**
 * Why a plugin's tool is not offered to models, by the signals of `availability` in its manifest; nothing where it is.
 * Its plugin is not loaded to know.
 */
export function unavailability(name: string, plugin: string, host: Pick<Host, "controlPlane">): string | undefined {
  return unmetAvailability(plugin, metadataOf(tool, name, plugin, host), host.controlPlane);
}

/** Every tool that somebody owns and that is not offered now. */
export function unavailableTools(host: Pick<Host, "controlPlane" | "registry">): readonly UnavailableTool[] {
  return host.registry.list(tool).flatMap(({ id: name, plugin }) => {
    const reason = unavailability(name, plugin, host);
    return reason === undefined ? [] : [{ name, plugin, reason }];
  });
}
