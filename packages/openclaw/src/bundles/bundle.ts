import { isDangerousName, type Diagnostic, type DiagnosticPlace, type ManifestSource } from "@mortise/core/catalog";
import type { JsonValue } from "@mortise/sdk";
import { diagnoseOpenclaw } from "../diagnostics.js";
import type { JsonObject } from "../fields/shape.js";
import { toPartId } from "./slug.js";

/** Where in `provides` the parts of bundles are listed. */
export type ResourceKey =
  | "skills"
  | "bundle-commands"
  | "agents"
  | "output-styles"
  | "hook-packs"
  | "mcp-servers"
  | "lsp-servers"
  | "settings-files"
  | "rules"
  | "apps";

/** One thing that a bundle brings, before it has an id. */
export interface Part {
  /** What the bundle calls it. */
  readonly name: string;
  readonly metadata: {
    /** The file or folder that it is in, relative to the bundle's folder. */
    readonly path: string;
    readonly [key: string]: JsonValue;
  };
}

/** The bundle under reading, as every reader of a part of it gets it. */
export interface Bundle {
  readonly source: ManifestSource;
  readonly layout: Layout;
  /** The manifest; empty where there is none. */
  readonly fields: JsonObject;
  /** Leaves a diagnostic. */
  report(diagnostic: Diagnostic): void;
  /** The place of a pointer into the manifest. */
  at(pointer: string): DiagnosticPlace;
}

/** How parts of one kind are read. */
export interface PartReader {
  /** What is at a path of the bundle; nothing where nothing is. */
  at(bundle: Bundle, path: string): readonly Part[];
  /** What stands in the manifest itself, at a pointer; absent where it cannot. */
  inline?(bundle: Bundle, value: JsonObject, pointer: string): readonly Part[];
}

/** Where a layout keeps parts of one kind. */
export interface Place {
  readonly key: ResourceKey;
  /** Looked at whatever the manifest says, in this order. */
  readonly paths: readonly string[];
  /** The manifest's field that names further paths, or holds the parts. */
  readonly field?: string;
  readonly reader: PartReader;
}

/** One kind of bundle: its manifest and where its parts are. */
export interface Layout {
  /** The format's name. */
  readonly format: string;
  /** Absent: the folders and files tell. */
  readonly manifestFile?: string;
  /** The manifest must have a name; elsewhere the folder's name stands in. */
  readonly needsName: boolean;
  readonly places: readonly Place[];
  /** Folders and files that such bundles may have and that mean nothing here. */
  readonly unused: readonly string[];
}

/** A bundle that adds what is reported to `found`. */
export function createBundle(source: ManifestSource, layout: Layout, found: Diagnostic[]): Bundle {
  const { path, json } = source;
  return {
    source,
    layout,
    fields: json.value as JsonObject,
    report: (diagnostic) => void found.push(diagnostic),
    at: (pointer) => (layout.manifestFile === undefined ? { path } : { path, pointer, ...json.locate(pointer) }),
  };
}

/** Parts by id. Of two that would have one id the first stays; one that no id can be made for is left out. */
export function byId(
  { report, source }: Bundle,
  key: ResourceKey,
  parts: readonly Part[],
): Readonly<Record<string, Part["metadata"]>> {
  const taken = new Map<string, Part>();
  for (const part of parts) {
    const id = toPartId(part.name);
    const other = taken.get(id);
    const reason =
      id === "" || isDangerousName(id)
        ? "no id can be made of its name"
        : other && `${other.metadata.path} brings "${id}" already`;
    if (reason === undefined) taken.set(id, part);
    else {
      const place = { path: `${source.root}/${part.metadata.path}` };
      report(diagnoseOpenclaw("BUNDLE_PART_LEFT_OUT", { part: part.name, key, reason }, place));
    }
  }
  const metadataOf = ({ name, metadata }: Part, id: string) => (name === id ? metadata : { name, ...metadata });
  return Object.fromEntries([...taken].map(([id, part]) => [id, metadataOf(part, id)]));
}
