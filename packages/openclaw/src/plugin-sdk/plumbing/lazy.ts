// What OpenClaw's SDK has for modules that are imported when they are needed, and for what a plugin keeps between calls.

/** Loads once, at the first call; a failure is kept. */
export interface LazyLoad<Value> {
  (): Promise<Value>;
  /** What was loaded or is being loaded, if anything. */
  peek(): Promise<Value> | undefined;
  /** Forgets it, so that the next call loads again. */
  clear(): void;
}

/** A part of a module that is imported at the first call. */
export function createLazyRuntimeSurface<Module, Value>(
  importer: () => Promise<Module>,
  select: (module: Module) => Value,
): LazyLoad<Value> {
  let loaded: Promise<Value> | undefined;
  const load = () => (loaded ??= importer().then(select));
  return Object.assign(load, { peek: () => loaded, clear: () => void (loaded = undefined) });
}

/** A module that is imported at the first call. */
export function createLazyRuntimeModule<Module>(importer: () => Promise<Module>): LazyLoad<Module> {
  return createLazyRuntimeSurface(importer, (module) => module);
}

/** An export of a module that is imported at the first call. */
export function createLazyRuntimeNamedExport<Module, Name extends keyof Module>(
  importer: () => Promise<Module>,
  name: Name,
): LazyLoad<Module[Name]> {
  return createLazyRuntimeSurface(importer, (module) => module[name]);
}

type Method = (...args: never[]) => unknown;

/** A function that loads its module at the first call. */
export function createLazyRuntimeMethod<Module>(
  load: () => Promise<Module>,
  select: (module: Module) => Method,
): (...args: unknown[]) => Promise<unknown> {
  return async (...args) => Reflect.apply(select(await load()), undefined, args) as unknown;
}

/** Makes such functions of one module. */
export function createLazyRuntimeMethodBinder<Module>(
  load: () => Promise<Module>,
): (select: (module: Module) => Method) => (...args: unknown[]) => Promise<unknown> {
  return (select) => createLazyRuntimeMethod(load, select);
}

/** Where a plugin keeps the runtime that it was given. */
export interface RuntimeStore<Runtime> {
  setRuntime(runtime: Runtime): void;
  clearRuntime(): void;
  tryGetRuntime(): Runtime | null;
  /** Throws where none is kept. */
  getRuntime(): Runtime;
}

interface StoreOptions {
  /** Stores of one key, or of one plugin's id, share what they keep. */
  readonly key?: string;
  readonly pluginId?: string;
  readonly errorMessage: string;
}

const slots = new Map<string, { runtime: unknown }>();

/** A store for the runtime that a plugin is given; by a text alone it is its own, and the text is what its error says. */
export function createPluginRuntimeStore<Runtime>(options: string | StoreOptions): RuntimeStore<Runtime> {
  const { key, pluginId, errorMessage } =
    typeof options === "string" ? ({ errorMessage: options } as StoreOptions) : options;
  const name = key ?? (pluginId === undefined ? undefined : `plugin:${pluginId}`);
  const own = { runtime: null as unknown };
  const slot = name === undefined ? own : (slots.get(name) ?? own);
  if (name !== undefined) slots.set(name, slot);
  return {
    setRuntime: (runtime) => void (slot.runtime = runtime),
    clearRuntime: () => void (slot.runtime = null),
    tryGetRuntime: () => slot.runtime as Runtime | null,
    getRuntime() {
      if (slot.runtime === null || slot.runtime === undefined) throw new Error(errorMessage);
      return slot.runtime as Runtime;
    },
  };
}

/** One value for a key in the whole process, made at the first call. */
export function resolveGlobalSingleton<Value>(key: symbol, create: () => Value): Value {
  if (!Object.hasOwn(globalThis, key)) Reflect.set(globalThis, key, create());
  return Reflect.get(globalThis, key) as Value;
}

/** The same for a map. */
export function resolveGlobalMap<Key, Value>(key: symbol): Map<Key, Value> {
  return resolveGlobalSingleton(key, () => new Map<Key, Value>());
}
