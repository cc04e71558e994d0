import { providedIds, type ControlPlane, type PluginManifest, type PluginReport } from "@mortise/core/catalog";
import { slotsOfPlugin, type PluginSlot } from "./plugin-slots.js";
import type { ChannelState } from "./live/protocol.js";

/** An API that a plugin offers to other plugins. */
export interface PluginApiReport {
  /** `name@version`. */
  readonly id: string;
  readonly description?: string;
  /** Anybody may call it; else only plugins that require its owner. */
  readonly isPublic?: boolean;
}

/** What a manifest says in its own format, and nothing here uses, or not all of it: OpenClaw's `openclaw.setupEntry`. */
export interface ForeignField {
  /** Its key; of a block in package.json, the block's and its own, with a dot between. */
  readonly name: string;
  /** What stands there, where it is text. */
  readonly value?: string;
}

/** What is told of a plugin beside how it stands: all that its manifest says, and how its channels are. */
export interface PluginDetails {
  readonly icon?: string;
  readonly categories: readonly string[];
  /** Permission to `true`, or to the names that it is limited to. */
  readonly permissions: PluginManifest["permissions"];
  readonly slots: readonly PluginSlot[];
  /** Kind to further name to the id that it stands for. */
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly apis: readonly PluginApiReport[];
  readonly foreign: readonly ForeignField[];
  /** `isReady` is absent where nobody loaded the plugin, and where the channel does not say. */
  readonly channels: readonly Omit<ChannelState, "plugin">[];
}

/** The page of `inspect`, and an element of `list --json`. Plain data; the shape is stable. */
export type PluginPage = PluginReport & PluginDetails;

/** Adds to each report what its manifest says; `channels` is what a running host says of them. */
export function toPages(
  reports: readonly PluginReport[],
  controlPlane: ControlPlane,
  channels: readonly ChannelState[] = [],
): readonly PluginPage[] {
  const place = ({ id, root }: { readonly id: string; readonly root: string }) => `${id}\n${root}`;
  const manifests = new Map(
    controlPlane.plugins.map(({ decision: { candidate } }) => [place(candidate), candidate.manifest]),
  );
  return reports.map((report) => {
    const live = channels.filter(({ plugin }) => plugin === report.id && report.status === "active");
    return { ...report, ...detailsOf(manifests.get(place(report)), report, controlPlane, live) };
  });
}

function detailsOf(
  manifest: PluginManifest | undefined,
  report: PluginReport,
  controlPlane: ControlPlane,
  live: readonly ChannelState[],
): PluginDetails {
  return {
    ...(manifest?.icon !== undefined && { icon: manifest.icon }),
    categories: manifest?.categories ?? [],
    permissions: manifest?.permissions ?? {},
    slots: manifest ? slotsOfPlugin(report.id, manifest, controlPlane) : [],
    aliases: manifest ? aliasesOf(manifest, controlPlane) : {},
    apis: manifest ? apisOf(manifest, report) : [],
    foreign: manifest ? foreignOf(manifest) : [],
    channels: channelsOf(report, live),
  };
}

function aliasesOf(manifest: PluginManifest, { vocabulary }: ControlPlane): PluginDetails["aliases"] {
  const kinds = [...vocabulary.byKey].flatMap(([key, { kind, aliasField }]) => {
    if (aliasField === undefined) return [];
    const pairs = Object.entries(manifest.provides[key] ?? {}).flatMap(([id, metadata]) =>
      [metadata[aliasField] ?? []].flat().flatMap((alias) => (typeof alias === "string" ? [[alias, id] as const] : [])),
    );
    return pairs.length === 0 ? [] : [[kind, Object.fromEntries(pairs)] as const];
  });
  return Object.fromEntries(kinds);
}

const apiKey = "apis";

function apisOf(manifest: PluginManifest, { contributions }: PluginReport): readonly PluginApiReport[] {
  const registered = contributions.find(({ kind }) => kind === "api")?.ids ?? [];
  return [...new Set([...providedIds(manifest, apiKey), ...registered])].map((id) => {
    const { description, isPublic } = manifest.provides[apiKey]?.[id] ?? {};
    return {
      id,
      ...(typeof description === "string" && { description }),
      ...(typeof isPublic === "boolean" && { isPublic }),
    };
  });
}

function foreignOf({ foreign }: PluginManifest): readonly ForeignField[] {
  const { "package.json": blocks = {}, ...own } = foreign;
  const inBlocks = Object.entries(blocks as object).flatMap(([block, members]) =>
    Object.entries(members as object).map(([key, value]) => [`${block}.${key}`, value as unknown] as const),
  );
  return [...Object.entries(own), ...inBlocks].map(([name, value]) => ({
    name,
    ...(typeof value === "string" && { value }),
  }));
}

function channelsOf({ contributions }: PluginReport, live: readonly ChannelState[]): PluginDetails["channels"] {
  const ids = contributions.find(({ kind }) => kind === "channel")?.ids ?? [];
  return ids.map((id) => {
    const { plugin: _, ...state } = live.find((each) => each.id === id) ?? { id, plugin: "" };
    return state;
  });
}
