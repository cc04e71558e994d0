/** Plugins that are being loaded together. Knows for what it waits itself, so that no two come to wait for one another. */
export class LoadBatch {
  /** Folded ids. */
  readonly ids: ReadonlySet<string>;
  readonly #waitsFor = new Set<LoadBatch>();

  constructor(ids: Iterable<string>) {
    this.ids = new Set(ids);
  }

  /** It is not done before the other is. */
  waitFor(other: LoadBatch): void {
    if (other !== this) this.#waitsFor.add(other);
  }

  /** It is done, or was given up. */
  end(): void {
    this.#waitsFor.clear();
  }

  /** Whether it is not done before the other is, or is the other. */
  needs(other: LoadBatch): boolean {
    const all = new Set<LoadBatch>([this]);
    // Grows while it is walked.
    for (const batch of all) {
      if (batch === other) return true;
      for (const next of batch.#waitsFor) all.add(next);
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
