/** A plugin that is being loaded, as far as others wait for it. */
export interface AwaitedPlugin {
  /** Those that it is loaded with. */
  readonly batch: LoadBatch;
  /** It is there, or is not going to be: nobody waits for it any more, whatever its batch still does. */
  readonly hasLanded: boolean;
}

/** Plugins that are being loaded together. Knows for what it waits itself, so that no two come to wait for one another. */
export class LoadBatch {
  /** Folded ids. */
  readonly ids: ReadonlySet<string>;
  readonly #waitsFor = new Set<AwaitedPlugin>();

  constructor(ids: Iterable<string>) {
    this.ids = new Set(ids);
  }

  /** It is not done before that plugin has landed. */
  waitFor(plugin: AwaitedPlugin): void {
    if (plugin.batch !== this) this.#waitsFor.add(plugin);
  }

  /** It is done, or was given up. */
  end(): void {
    this.#waitsFor.clear();
  }

  /** Whether it waits for something of the other that has not landed yet, directly or not, or is the other. */
  needs(other: LoadBatch): boolean {
    const all = new Set<LoadBatch>([this]);
    // Grows while it is walked.
    for (const batch of all) {
      if (batch === other) return true;
      for (const { batch: next, hasLanded } of batch.#waitsFor) if (!hasLanded) all.add(next);
    }
    return false;
  }
}

/** The `onLoad` of one plugin: its batch waits for it, so what it waits for must not wait for the batch. */
export interface OnLoadRun {
  readonly plugin: string;
  readonly batch: LoadBatch;
  /** It has begun and not ended. */
  isRunning: boolean;
}
