import type { Diagnostic, LivePlugin } from "@mortise/core/catalog";

/** The hidden first argument that makes the command the child process which loads plugins; a job follows it, as JSON. */
export const childArgument = "--load-plugins-for-parent";

/** What the child is to do. */
export interface ChildJob {
  /** The config file, as the parent was given it. */
  readonly config?: string;
  /** A folder for what plugins keep; thrown away afterwards. */
  readonly state: string;
  /** Ids of plugins that ended an earlier child; they are left out. */
  readonly skip: readonly string[];
}

/** What the child says: which plugin it is about to load, and in the end what came of all. */
export type ChildMessage =
  | { readonly kind: "loading"; readonly plugin: string }
  | ({ readonly kind: "result"; readonly live: readonly LivePlugin[] } & Omit<LiveFindings, "live">);

/** How a channel is, by whoever loaded its plugin. */
export interface ChannelState {
  readonly id: string;
  readonly plugin: string;
  /** Whether it can send and receive now; absent where it does not say. */
  readonly isReady?: boolean;
  /** What is missing, or whom it is connected as. */
  readonly detail?: string;
}

/** What loading plugins, wherever it was done, has found out. */
export interface LiveFindings {
  /** Absent where nobody could be asked. */
  readonly live?: readonly LivePlugin[];
  /** The channels of the plugins that were loaded. */
  readonly channels?: readonly ChannelState[];
  readonly diagnostics: readonly Diagnostic[];
}
