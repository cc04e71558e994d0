/** How each member of an object is made from what they all stand for, by name. */
export type MemberMakers<Source> = ReadonlyMap<string, (source: Source) => unknown>;

/**
 * An object whose members are made when they are first asked for, each once. To whoever holds it they are all there: own,
 * enumerable, and they may be replaced. Thousands of plugins are given dozens of members and use a few; made ahead, these
 * were most of what registering cost, in time and in memory.
 */
export function lazyMembers<Source>(makers: MemberMakers<Source>, source: Source): Readonly<Record<string, unknown>> {
  return new Proxy<Record<string, unknown>>({}, new Making(makers, source));
}

/** What has been made stands in the object itself, so that whatever is done to a member is done to that. */
class Making<Source> implements ProxyHandler<Record<string, unknown>> {
  readonly #makers: MemberMakers<Source>;
  readonly #source: Source;

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

  ownKeys(made: Record<string, unknown>): (string | symbol)[] {
    const further = Reflect.ownKeys(made).filter((name) => !this.#makers.has(name as string));
    return [...this.#makers.keys(), ...further];
  }

  /** Nothing can be put into it after this, so everything is made now. */
  preventExtensions(made: Record<string, unknown>): boolean {
    for (const name of this.#makers.keys()) this.#make(made, name);
    return Reflect.preventExtensions(made);
  }

  #make(made: Record<string, unknown>, name: string | symbol): void {
    if (typeof name === "symbol" || Object.hasOwn(made, name)) return;
    const make = this.#makers.get(name);
    if (make) made[name] = make(this.#source);
  }
}
