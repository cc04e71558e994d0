/** How each member of an object is made from what they all stand for, by name. */
export type MemberMakers<Source> = ReadonlyMap<string, (source: Source) => unknown>;

/**
 * An object whose members are made when they are first asked for, each once. To whoever holds it they are all there: own,
 * enumerable, and they may be replaced or taken out. Thousands of plugins are given dozens of members and use a few; made
 * ahead, these were most of what registering cost, in time and in memory.
 */
export function lazyMembers<Source>(makers: MemberMakers<Source>, source: Source): Readonly<Record<string, unknown>> {
  return new Proxy(Object.create(printed) as Record<string, unknown>, new Making(makers, source));
}

/**
 * Stands behind what has been made. Node prints the object within and passes by whoever makes the members, so it would
 * show those alone that were asked for.
 */
const printed: object = Object.defineProperty({}, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: object) {
    return { ...this };
  },
});

/** What has been made stands in the object itself, so that whatever is done to a member is done to that. */
class Making<Source> implements ProxyHandler<Record<string, unknown>> {
  readonly #makers: MemberMakers<Source>;
  readonly #source: Source;
  /** The names of members that were taken out, which are not to be made again. */
  #gone: Set<string> | undefined;

  constructor(makers: MemberMakers<Source>, source: Source) {
    this.#makers = makers;
    this.#source = source;
  }

  get(made: Record<string, unknown>, name: string | symbol, receiver: unknown): unknown {
    this.#make(made, name);
    return Reflect.get(made, name, receiver);
  }

  has(made: Record<string, unknown>, name: string | symbol): boolean {
    this.#make(made, name);
    return Reflect.has(made, name);
  }

  getOwnPropertyDescriptor(made: Record<string, unknown>, name: string | symbol): PropertyDescriptor | undefined {
    this.#make(made, name);
    return Reflect.getOwnPropertyDescriptor(made, name);
  }

  /** What the descriptor leaves out stays as it is, so there must be something. */
  defineProperty(made: Record<string, unknown>, name: string | symbol, descriptor: PropertyDescriptor): boolean {
    this.#make(made, name);
    return Reflect.defineProperty(made, name, descriptor);
  }

  deleteProperty(made: Record<string, unknown>, name: string | symbol): boolean {
    const isGone = Reflect.deleteProperty(made, name);
    if (isGone && this.#makers.has(name as string)) (this.#gone ??= new Set()).add(name as string);
    return isGone;
  }

  ownKeys(made: Record<string, unknown>): (string | symbol)[] {
    const all = [...this.#makers.keys()].filter((name) => this.#gone?.has(name) !== true);
    const known = new Set<string | symbol>(all);
    return [...all, ...Reflect.ownKeys(made).filter((name) => !known.has(name))];
  }

  getPrototypeOf(made: Record<string, unknown>): object | null {
    const behind = Reflect.getPrototypeOf(made);
    return behind === printed ? Object.prototype : behind;
  }

  /** Nothing can be put into it after this, so everything is made now. */
  preventExtensions(made: Record<string, unknown>): boolean {
    for (const name of this.#makers.keys()) this.#make(made, name);
    if (Reflect.getPrototypeOf(made) === printed) Reflect.setPrototypeOf(made, Object.prototype);
    return Reflect.preventExtensions(made);
  }

  #make(made: Record<string, unknown>, name: string | symbol): void {
    if (typeof name === "symbol" || Object.hasOwn(made, name)) return;
    const make = this.#gone?.has(name) === true ? undefined : this.#makers.get(name);
    if (make) made[name] = make(this.#source);
  }
}
