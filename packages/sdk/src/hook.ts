import type { CallContext } from "./context.js";
import type { Stability } from "./contract.js";

/**
 * How a hook's handlers are called and what their results mean.
 *
 * - `modify`: in order; results are joined by the hook's `merge`
 * - `claim`: in order; the first `{ handled: true }` wins
 * - `gate`: in order; a handler may replace the event or block it, and a block stops the rest
 * - `observe`: together; results are ignored, or collected with the names of those who gave them
 * - `stream`: in order; each handler may give a transform that the stream is piped through
 */
export type HookKind = "modify" | "claim" | "gate" | "observe" | "stream";

/** How one member of the results of a `modify` hook's handlers is joined. */
export type HookMemberMerge = "first" | "concat" | "intersect";

/**
 * How a `modify` hook joins the results of its handlers: all in one way, or each member in its own. Members that are not
 * named are joined as `concat` has it.
 *
 * - `first`: the first result counts, later handlers are not called
 * - `chain`: each handler is given what the one before made of the event
 * - `concat`: members that are lists are joined; of others the first stays
 * - `intersect`: of members that are lists, what is in all of them; of others the first stays
 */
export type HookMerge =
  | "first"
  | "chain"
  | "concat"
  | "intersect"
  | HookMergeFunction
  | { readonly [member: string]: HookMemberMerge };

/** Joins what was found so far with one handler's result. Must be pure: it is the application's, not a plugin's. */
export type HookMergeFunction = (merged: unknown, result: unknown, event: unknown) => unknown;

/** What becomes of a call when a handler fails: go on without it, or refuse. */
export type HookFailurePolicy = "open" | "closed";

/** A hook's declaration. Core knows kinds; the names are data. */
export interface HookDefinition<
  Name extends string = string,
  Kind extends HookKind = HookKind,
  Event = unknown,
  Result = unknown,
> {
  readonly name: Name;
  readonly kind: Kind;
  /** Whether handlers may count on its event and result to stay as they are. */
  readonly stability: Stability;
  /** Only for `modify`. */
  readonly merge?: HookMerge;
  readonly failure: HookFailurePolicy;
  /** How long one handler may take, in milliseconds, unless the operator says otherwise. */
  readonly deadlineMs: number;
  /** A plugin that declares this hook is loaded when the host starts. */
  readonly startup: boolean;
  /** Handlers must not return a promise, and the runner does not either. */
  readonly sync: boolean;
  /** One sentence for the docs: what it is for. */
  readonly summary: string;
  /** One sentence for the docs: where the gateway calls it. */
  readonly calledAt: string;
  /** Never set: carries the types. */
  readonly "~types"?: { readonly event: Event; readonly result: Result };
}

/** Hook declarations by name. */
export type HookMap = Readonly<Record<string, HookDefinition>>;

/** A `gate` handler's answer: block, or go on with a replacement. */
export type GateResult<Event> =
  | { readonly block: true; readonly reason: string }
  | { readonly block?: false; readonly event: Event };

/** The event that a hook's handlers are given. */
export type HookEvent<H> = H extends HookDefinition<string, HookKind, infer Event> ? Event : never;

/** What a hook's handler may return. */
export type HookResult<H> = H extends HookDefinition<string, HookKind, unknown, infer Result> ? Result : never;

/** A hook's handler. It may return nothing, a result, or, unless the hook is `sync`, a promise of either. */
export type HookHandler<H, Config = Readonly<Record<string, unknown>>> =
  H extends HookDefinition<string, HookKind, infer Event, infer Result>
    ? H extends { readonly sync: true }
      ? (event: Event, context: CallContext<Config>) => Result | void
      : (event: Event, context: CallContext<Config>) => Result | void | Promise<Result | void>
    : never;

/** A value that a filter can look for; `*` in text stands for any text. */
export type HookFilterValue = string | number | boolean | null;

/**
 * Which events a handler wants, tested without calling it: members of the event (dotted) to a value, or to several of
 * which one must be there. Of a member that is a list, any may match. All members that are named must match.
 */
export type HookFilter = { readonly [member: string]: HookFilterValue | readonly HookFilterValue[] };

/** Where a handler stands among the others of its hook. */
export interface HookOptions {
  /** Ids of plugins whose handlers of this hook go after this one, whatever the priority; one that is not there is ignored. */
  readonly before?: readonly string[];
  /** Ids of plugins whose handlers of this hook go before this one. */
  readonly after?: readonly string[];
  /** Higher runs earlier, where `before` and `after` leave it open; 0 unless given. Plugins' order breaks ties. */
  readonly priority?: number;
  /** The handler is called for these events alone. */
  readonly filter?: HookFilter;
  /** How long this handler may take, in milliseconds; the operator's word counts more. */
  readonly deadlineMs?: number;
}

interface HookDeclaration<Name extends string, Kind extends HookKind, Sync extends boolean> {
  readonly sync?: Sync;
  readonly name: Name;
  readonly kind: Kind;
  /** `evolving` unless it is said. */
  readonly stability?: Stability;
  readonly merge?: Kind extends "modify" ? HookMerge : never;
  readonly failure?: HookFailurePolicy;
  readonly deadlineMs?: number;
  readonly startup?: boolean;
  readonly summary: string;
  readonly calledAt: string;
}

/** A handler's deadline unless the hook or the operator names another, in milliseconds. */
export const defaultHookDeadlineMs = 15_000;

/** What a handler of each kind returns, given the hook's event and, where it was said, its result. */
type ResultOfKind<Kind extends HookKind, Event, Result> = Kind extends "gate"
  ? GateResult<Event>
  : Kind extends "claim"
    ? { readonly handled: boolean } & Given<Result, Event>
    : Kind extends "observe"
      ? Given<Result, void>
      : Kind extends "stream"
        ? TransformStream<Given<Result, Event>, Given<Result, Event>>
        : Given<Result, Event>;

type Given<Result, Otherwise> = [Result] extends [never] ? Otherwise : Result;

/**
 * Declares a hook. Called twice, so that the types are given and the name and kind inferred. A `gate` fails closed
 * unless it says otherwise; every other kind fails open. `Result` is what a `modify` or `claim` handler gives, the event
 * itself unless said; of an `observe`, what handlers may give to who collects it, nothing unless said; of a `stream`, what
 * one piece of it is.
 */
export function defineHook<Event, Result = never>() {
  return <const Name extends string, const Kind extends HookKind, const Sync extends boolean = false>(
    declaration: HookDeclaration<Name, Kind, Sync>,
  ): HookDefinition<Name, Kind, Event, ResultOfKind<Kind, Event, Result>> & { readonly sync: Sync } => ({
    stability: "evolving",
    failure: declaration.kind === "gate" ? "closed" : "open",
    deadlineMs: defaultHookDeadlineMs,
    startup: false,
    ...declaration,
    sync: (declaration.sync ?? false) as Sync,
  });
}
