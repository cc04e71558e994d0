/** Maps of fewer keys are copied: that costs no more than a layer, and nothing that was replaced stays in memory. */
const smallEnough = 64;

/**
 * A map that never changes, and of which another with a few differences is made without copying it: both stand on the
 * same layer below. What stands above is kept small against it, so that one more difference costs about the square root
 * of the size, and a look-up what two cost.
 */
export class Layers<Value> implements ReadonlyMap<string, Value> {
  readonly #rank: ((key: string) => number) | undefined;
  #below: ReadonlyMap<string, Value>;
  /** `undefined` where a key is taken out. */
  #above: ReadonlyMap<string, Value | undefined>;

  /**
   * @param below in order of rank; it must not change any more
   * @param rank where a key stands when the map is walked; without it new keys come last
   */
  constructor(
    below: ReadonlyMap<string, Value> = new Map(),
    rank?: (key: string) => number,
    above: ReadonlyMap<string, Value | undefined> = new Map(),
  ) {
    this.#below = below;
    this.#rank = rank;
    this.#above = above;
  }

  /** The same with these values under these keys; `undefined` takes a key out. */
  with(changes: ReadonlyMap<string, Value | undefined>): Layers<Value> {
    if (changes.size === 0) return this;
    const above = new Map([...this.#above, ...changes]);
    const next = new Layers(this.#below, this.#rank, above);
    if (this.#below.size < Math.max(smallEnough, above.size ** 2)) next.#flatten();
    return next;
  }

  /** Those of these keys alone, in the order of another rank where it is given. Costs a look at all. */
  only(isKept: (key: string) => boolean, rank = this.#rank): Layers<Value> {
    const kept = [...this.#flatten()].filter(([key]) => isKept(key));
    const inOrder = rank === undefined ? kept : kept.toSorted(([one], [other]) => rank(one) - rank(other));
    return new Layers(new Map(inOrder), rank);
  }

  get(key: string): Value | undefined {
    if (this.#above.size === 0) return this.#below.get(key);
    return this.#above.has(key) ? this.#above.get(key) : this.#below.get(key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  get size(): number {
    return this.#flatten().size;
  }

  keys(): MapIterator<string> {
    return this.#flatten().keys();
  }

  values(): MapIterator<Value> {
    return this.#flatten().values();
  }

  entries(): MapIterator<[string, Value]> {
    return this.#flatten().entries();
  }

  [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  forEach(visit: (value: Value, key: string, map: ReadonlyMap<string, Value>) => void): void {
    for (const [key, value] of this.#flatten()) visit(value, key, this);
  }

  /** Makes one layer of the two; whoever looks sees no difference. */
  #flatten(): ReadonlyMap<string, Value> {
    if (this.#above.size === 0) return this.#below;
    const all = new Map(this.#below);
    let isGrown = false;
    for (const [key, value] of this.#above) {
      isGrown ||= !all.has(key);
      if (value === undefined) all.delete(key);
      else all.set(key, value);
    }
    const rank = this.#rank;
    const isToSort = isGrown && rank !== undefined;
    this.#below = isToSort ? new Map([...all].toSorted(([one], [other]) => rank(one) - rank(other))) : all;
    this.#above = new Map();
    return this.#below;
  }
}
