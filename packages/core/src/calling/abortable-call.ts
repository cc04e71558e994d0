import type { ContextOwner, HookBounds } from "./context.js";
import { ActiveCall } from "./deadlines.js";

/** An active call that hears when its caller goes away. */
export abstract class AbortableCall extends ActiveCall implements ContextOwner {
  // Declared, as in all that inherit from a call: a field that is made anew on what another class made costs ten times as much.
  declare readonly bounds: HookBounds;
  declare private isFollowing: boolean;

  constructor(bounds: HookBounds) {
    super();
    this.bounds = bounds;
    this.isFollowing = false;
  }

  abstract openController(): AbortController;

  /** The caller went away. */
  protected abstract abandon(reason: unknown): void;

  /** Follows the caller's signal, where there is one. */
  listen(): void {
    const { signal } = this.bounds;
    if (signal === undefined || this.isFollowing) return;
    this.isFollowing = true;
    signal.addEventListener("abort", this, { once: true });
  }

  /** Lets go of the caller's signal. */
  letGo(): void {
    if (!this.isFollowing) return;
    this.isFollowing = false;
    this.bounds.signal?.removeEventListener("abort", this);
  }

  get isListening(): boolean {
    return this.isFollowing;
  }

  /** Called by the caller's signal. */
  handleEvent(): void {
    this.isFollowing = false;
    this.abandon(this.bounds.signal?.reason);
  }

  /** A controller that is aborted with the caller's signal. */
  protected followingController(): AbortController {
    const controller = new AbortController();
    const { signal } = this.bounds;
    if (signal?.aborted) controller.abort(signal.reason);
    else this.listen();
    return controller;
  }
}
