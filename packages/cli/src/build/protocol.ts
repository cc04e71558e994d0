import type { Diagnostic } from "@mortise/core/catalog";
import type { JsonObject } from "./json.js";

/** The hidden first argument that makes the command the child process which evaluates one plugin; a job follows it, as JSON. */
export const buildArgument = "--build-plugin-for-parent";

/** What the child is to do. */
export interface BuildJob {
  /** `schemas`: evaluate the plugin's module; `tools`: let it register in a host of its own. */
  readonly ask: "schemas" | "tools";
  /** The plugin's folder. */
  readonly root: string;
  /** A folder for what the plugin keeps; thrown away afterwards. */
  readonly state: string;
  /** The config file whose settings for the plugin it registers with, as the parent was given it. */
  readonly config?: string;
}

/** The members of a manifest that are written from a plugin's source. */
export type SchemaKey = "configSchema" | "userConfigSchema";

/** A tool as a manifest may describe it. */
export interface ToolSchema {
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: JsonObject;
  readonly optional?: true;
}

/** What the child found out; `diagnostics` with an error: the rest is not to be used. */
export interface BuildAnswer {
  /** Absent members: the plugin has no such schema. */
  readonly schemas?: Partial<Readonly<Record<SchemaKey, JsonObject>>>;
  /** By name. */
  readonly tools?: Readonly<Record<string, ToolSchema>>;
  readonly diagnostics: readonly Diagnostic[];
}
