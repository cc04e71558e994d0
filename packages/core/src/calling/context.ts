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
export interface OpenContext {
  /** What the plugin's function is given. */
  readonly given: CallContext;
  /** Whether it listens to the caller's signal: the function has read its own. */
  readonly isListening: boolean;
  abort(reason: unknown): void;
  /** Lets go of the caller's signal. */
  release(): void;
}

/** Makes the context of a call. Its signal is made when it is first read: most functions never read it. */
export function openContext({ signal: outer, requestId, deadlineMs }: CallBounds): OpenContext {
  let controller: AbortController | undefined;
  let ended: { readonly reason: unknown } | undefined;
  let isListening = false;
  const abort = (reason: unknown) => {
    ended ??= { reason };
    controller?.abort(reason);
  };
  const follow = () => abort(outer?.reason);
  const openSignal = () => {
    controller = new AbortController();
    if (outer?.aborted && !ended) follow();
    if (ended) controller.abort(ended.reason);
    else if (outer) {
      outer.addEventListener("abort", follow, { once: true });
      isListening = true;
    }
    return controller.signal;
  };
  return {
    given: {
      ...(requestId !== undefined && { requestId }),
      ...(deadlineMs !== undefined && { deadlineMs }),
      get signal() {
        return controller?.signal ?? openSignal();
      },
    },
    get isListening() {
      return isListening;
    },
    abort,
    release() {
      if (isListening) outer?.removeEventListener("abort", follow);
      isListening = false;
    },
  };
}
