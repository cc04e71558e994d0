import type { ContextOwner, HookBounds } from "./context.js";
import { ActiveCall } from "./deadlines.js";

/** An active call that hears when its caller goes away. */
export abstract class AbortableCall extends ActiveCall implements ContextOwner {
  // Declared, as in all that inherit from a call: a field that is made anew on what another class made costs ten times as much.
  declare readonly bounds: HookBounds;
  /** Whether the caller's signal is listened to; undefined until there is a reason to. */
  declare private isFollowing: boolean | undefined;

  constructor(bounds: HookBounds) {
    super();
    this.bounds = bounds;
    this.isFollowing = undefined;
  }

  /** The caller went away. */
  protected abstract abandon(reason: unknown): void;

  /** Follows the caller's signal, where there is one; never again after it was let go of. */
  listen(): void {
    const { signal } = this.bounds;
    if (signal === undefined || this.isFollowing !== undefined) return;
    this.isFollowing = true;
    signal.addEventListener("abort", this);
  }

  /** Lets go of the caller's signal, for good: what reads the context only now must leave nothing on it. */
  letGo(): void {
    if (this.isFollowing === true) (this.bounds.signal as AbortSignal).removeEventListener("abort", this);
    this.isFollowing = false;
  }

  /** Called by the caller's signal. */
  handleEvent(): void {
    this.abandon((this.bounds.signal as AbortSignal).reason);
  }

  /** A controller that is aborted with the caller's signal. */
  openController(): AbortController {
    const controller = new AbortController();
    const { signal } = this.bounds;
    if (signal?.aborted) controller.abort(signal.reason);
    else this.listen();
    return controller;
  }
}
