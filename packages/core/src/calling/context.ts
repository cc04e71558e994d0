import type { CallContext } from "@mortise/sdk";

/** How one call of a plugin's function is bounded. */
export interface CallBounds {
  /** The caller's own signal. */
  readonly signal?: AbortSignal;
  /** In milliseconds; none: the call may take as long as it likes. */
  readonly deadlineMs?: number;
  readonly requestId?: string;
}

/** The context of one call, and how it is ended. */
export interface OpenContext extends CallContext {
  abort(reason: unknown): void;
  /** Lets go of the caller's signal. */
  release(): void;
}

/** Makes the context of a call. The signal is made when it is first read: most functions never read it. */
export function openContext({ signal: outer, requestId }: CallBounds): OpenContext {
  let controller: AbortController | undefined;
  let aborted: { readonly reason: unknown } | undefined;
  const follow = () => context.abort(outer?.reason);
  const context: OpenContext = {
    ...(requestId !== undefined && { requestId }),
    get signal() {
      if (controller) return controller.signal;
      controller = new AbortController();
      if (aborted) controller.abort(aborted.reason);
      else if (outer?.aborted) controller.abort(outer.reason);
      else outer?.addEventListener("abort", follow, { once: true });
      return controller.signal;
    },
    abort(reason) {
      aborted ??= { reason };
      controller?.abort(reason);
    },
    release: () => outer?.removeEventListener("abort", follow),
  };
  return context;
}
