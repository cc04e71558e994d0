import type { PluginLogger } from "@mortise/sdk";
import type { ReadyCandidate } from "../catalog/candidate.js";
import type { Vocabulary } from "../catalog/vocabulary.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { MortiseError } from "../diagnostics/error.js";
import { blame } from "./blame.js";
import type { InstanceUse } from "./instance-use.js";
import type { HookRegistration, Registration } from "./registration.js";

/** What a draft is made of. */
export interface DraftOptions {
  readonly candidate: ReadyCandidate;
  readonly vocabulary: Vocabulary;
  readonly config: Readonly<Record<string, unknown>>;
  readonly logger: PluginLogger;
  readonly runtime: unknown;
  /** Makes the plugin's storage; asked when it is first used. */
  storage(signal: AbortSignal): unknown;
  /** Makes the client of another plugin's API. Throws `API_REFERENCE_INVALID`. */
  use(reference: unknown): unknown;
  /** Calls a hook of the plugin's own. */
  emit(hook: string, event: unknown): Promise<unknown>;
  /** Hears of what goes wrong after `register` returned. */
  report(diagnostic: Diagnostic): void;
  /** Called when what the plugin brings has changed after `register` returned. */
  changed(): void;
}

/** What a plugin has entered so far. */
export interface DraftState {
  readonly options: DraftOptions;
  readonly use: InstanceUse;
  readonly registrations: Set<Registration>;
  readonly hooks: Set<HookRegistration>;
  /** `kind id` of the registrations, folded; collected when it is needed, and let go of when `register` has returned. */
  taken: Set<string> | undefined;
  readonly diagnostics: Diagnostic[];
  /** The draft of the plugin itself, of a draft that is to be added to it. */
  readonly main: DraftState | undefined;
  /** `register` has not returned yet. */
  isOpen: boolean;
  /** The plugin was unloaded, or never was loaded. */
  isOver: boolean;
  /** The first thing that was malformed. */
  fault: Diagnostic | undefined;
}

/** An empty draft; `main`: the one that it is to be added to. */
export function emptyDraft(options: DraftOptions, use: InstanceUse, main?: DraftState): DraftState {
  return {
    options,
    use,
    registrations: new Set(),
    hooks: new Set(),
    taken: undefined,
    diagnostics: [],
    main,
    isOpen: true,
    isOver: false,
    fault: undefined,
  };
}

/** Throws `REGISTER_LATE`, and reports it, when `register`, or what `update` was given, has returned. */
export function refuseLate({ isOpen, options }: DraftState, method: string): void {
  if (isOpen) return;
  throw new MortiseError(reported(diagnose("REGISTER_LATE", { method: `api.${method}` }), options));
}

/** Throws `UPDATE_UNLOADED`, and reports it, when the plugin is not loaded any more. */
export function refuseOver({ isOver, options }: DraftState): void {
  if (isOver) throw new MortiseError(reported(diagnose("UPDATE_UNLOADED", {}), options));
}

function reported(diagnostic: Diagnostic, options: DraftOptions): Diagnostic {
  const placed = inPlugin(diagnostic, options);
  options.report(placed);
  return placed;
}

/** Spoils the draft and throws: what it is given must not be committed, whatever the plugin makes of the error. */
export function spoil(draft: DraftState, diagnostic: Diagnostic): never {
  draft.fault ??= inPlugin(diagnostic, draft.options);
  throw new MortiseError(draft.fault);
}

/** The diagnostic with the place in the plugin's code from where this was called. */
function inPlugin(diagnostic: Diagnostic, { candidate: { id: plugin, root, entry } }: DraftOptions): Diagnostic {
  const { place } = blame(new Error("here"), root);
  return { plugin, ...(entry && { path: entry.file }), ...diagnostic, ...place };
}
