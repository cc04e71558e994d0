import type { CallContext } from "./context.js";

/**
 * How a hook's handlers are called and what their results mean.
 *
 * - `modify`: in order; results are joined by the hook's `merge`
 * - `claim`: in order; the first `{ handled: true }` wins
 * - `gate`: in order; a handler may replace the event or block it, and a block stops the rest
 * - `observe`: together; results are ignored
 */
export type HookKind = "modify" | "claim" | "gate" | "observe";

/** How one member of the results of a `modify` hook's handlers is joined. */
export type HookMemberMerge = "first" | "concat" | "intersect";

/**
 * How a `modify` hook joins the results of its handlers: all in one way, or each member in its own. Members that are not
 * named are joined as `concat` has it.
 */
export type HookMerge = "first" | "chain" | "concat" | { readonly [member: string]: HookMemberMerge };

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
  /** Only for `modify`. */
  readonly merge?: HookMerge;
  readonly failure: HookFailurePolicy;
  /** How long one handler may take, in milliseconds, unless the operator says otherwise. */
  readonly deadlineMs: number;
  /** A plugin that declares this hook is loaded when the host starts. */
  readonly startup: boolean;
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

/** A hook's handler. It may return nothing, a result, or a promise of either. */
export type HookHandler<H> =
  H extends HookDefinition<string, HookKind, infer Event, infer Result>
    ? (event: Event, context: CallContext) => Result | void | Promise<Result | void>
    : never;

/** Where a handler stands among the others of its hook. */
export interface HookOptions {
  /** Higher runs earlier; 0 unless given. Plugins' order breaks ties. */
  readonly priority?: number;
  /** How long this handler may take, in milliseconds; the operator's word counts more. */
  readonly deadlineMs?: number;
}

interface HookDeclaration<Name extends string, Kind extends HookKind> {
  readonly name: Name;
  readonly kind: Kind;
  readonly merge?: Kind extends "modify" ? HookMerge : never;
  readonly failure?: HookFailurePolicy;
  readonly deadlineMs?: number;
  readonly startup?: boolean;
  readonly summary: string;
  readonly calledAt: string;
}

/** A handler's deadline unless the hook or the operator names another, in milliseconds. */
export const defaultHookDeadlineMs = 15_000;

/** What a handler of each kind returns, given the hook's event and, for `modify` and `claim`, its result. */
type ResultOfKind<Kind extends HookKind, Event, Result> = Kind extends "gate"
  ? GateResult<Event>
  : Kind extends "claim"
    ? { readonly handled: boolean } & Result
    : Kind extends "observe"
      ? void
      : Result;

/**
 * Declares a hook. Called twice, so that the types are given and the name and kind inferred. A `gate` fails closed
 * unless it says otherwise; every other kind fails open.
 */
export function defineHook<Event, Result = Event>() {
  return <const Name extends string, const Kind extends HookKind>(
    declaration: HookDeclaration<Name, Kind>,
  ): HookDefinition<Name, Kind, Event, ResultOfKind<Kind, Event, Result>> => ({
    failure: declaration.kind === "gate" ? "closed" : "open",
    deadlineMs: defaultHookDeadlineMs,
    startup: false,
    ...declaration,
  });
}
