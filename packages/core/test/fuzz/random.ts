/** Numbers that look random and are the same for the same seed and index, whatever came before. */
export class Random {
  #state: number;

  constructor(seed: number, index: number) {
    // An odd factor: for one seed, no two indexes share a beginning.
    this.#state = (Math.imul(index, 0x9e3779b1) ^ Math.imul(seed, 0x85ebca6b)) >>> 0;
  }

  /** From 0 up to 1, without 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  }

  /** A whole number below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** True so often, from 0 to 1. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  /** One of a list that is not empty. */
  pick<Value>(list: readonly Value[]): Value {
    return list[this.below(list.length)] as Value;
  }

  /** One by weight. */
  weighted<Value>(choices: readonly (readonly [weight: number, value: Value])[]): Value {
    let rest = this.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of choices) {
      rest -= weight;
      if (rest < 0) return value;
    }
    return (choices.at(-1) as readonly [number, Value])[1];
  }

  /** A list of up to `most`, short ones more often. */
  list<Value>(most: number, make: (index: number) => Value): Value[] {
    return Array.from({ length: Math.floor(this.next() * this.next() * (most + 1)) }, (_, index) => make(index));
  }

  /** Some of a list, in its order. */
  some<Value>(list: readonly Value[], share = 0.5): Value[] {
    return list.filter(() => this.chance(share));
  }
}
