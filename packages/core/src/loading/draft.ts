import { resolve } from "node:path";
import { customHooksKey } from "../catalog/custom-hooks.js";
import { providedIds } from "../catalog/manifest.js";
import type { Vocabulary } from "../catalog/vocabulary.js";
import { isInside } from "../catalog/paths.js";
import { diagnose } from "../diagnostics/catalogue.js";
import { MortiseError } from "../diagnostics/error.js";
import { ignoreOutcome, isPromiseLike } from "../diagnostics/given-value.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { emptyDraft, refuseOver, type DraftOptions, type DraftState } from "./draft-state.js";
import { enterHandler, enterRegistration, enterUnder } from "./enter.js";
import { InstanceUse } from "./instance-use.js";
import { lazyMembers, type MemberMakers } from "./lazy-members.js";
import type { HookRegistration, Registration } from "./registration.js";
import { Scope } from "./scope.js";

/** What a plugin has registered so far. Nobody else sees it before it is committed. */
export class Draft {
  readonly scope: Scope;
  readonly use: InstanceUse;
  readonly #state: DraftState;

  constructor(options: DraftOptions) {
    const { candidate, report } = options;
    this.use = new InstanceUse(candidate, options.config);
    this.scope = new Scope({ plugin: candidate.id, root: candidate.root, file: candidate.entry?.file, report });
    this.#state = emptyDraft(options, this.use);
  }

  /** What `register` is given: every member is its own and needs no `this`, so that plugins may spread it and take it apart. */
  makeApi(): Readonly<Record<string, unknown>> {
    const state = this.#state;
    return lazyMembers(makersFor(state.options.vocabulary).api, { state, scope: this.scope });
  }

  get registrations(): ReadonlySet<Registration> {
    return this.#state.registrations;
  }

  get hooks(): ReadonlySet<HookRegistration> {
    return this.#state.hooks;
  }

  /** What was refused, and what was kept with a warning. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#state.diagnostics;
  }

  /** Something was malformed: the draft must not be committed, whatever the plugin made of the error. */
  get fault(): Diagnostic | undefined {
    return this.#state.fault;
  }

  /** From now on registering throws, but through `api.update`. */
  close(): void {
    this.#state.isOpen = false;
    this.#state.taken = undefined;
  }

  /** Closes it for good and ends the scope. Resolves when the scope has ended. */
  drop(): Promise<void> {
    this.close();
    this.#state.isOver = true;
    return this.scope.dispose();
  }
}

/** What a plugin's `api` stands for. */
interface ApiSource {
  readonly state: DraftState;
  readonly scope: Scope;
}

const ofPlugin: MemberMakers<ApiSource> = new Map<string, (source: ApiSource) => unknown>([
  ["id", ({ state }) => state.options.candidate.id],
  ["config", ({ state }) => state.options.config],
  ["logger", ({ state }) => state.options.logger],
  ["runtime", ({ state }) => state.options.runtime],
  ["storage", ({ state, scope }) => state.options.storage(scope.signal)],
  ["signal", ({ scope }) => scope.signal],
  [
    "onDispose",
    ({ scope }) =>
      (dispose: () => unknown) =>
        scope.onDispose(dispose),
  ],
  [
    "setTimeout",
    ({ scope }) =>
      (run: () => unknown, ms: number) =>
        scope.setTimeout(run, ms),
  ],
  [
    "setInterval",
    ({ scope }) =>
      (run: () => unknown, ms: number) =>
        scope.setInterval(run, ms),
  ],
  [
    "resolvePath",
    ({ state }) =>
      (path: string) =>
        resolveInside(state.options.candidate.root, path),
  ],
  ["use", ({ state }) => state.options.use],
  [
    "emit",
    ({ state }) =>
      (hook: unknown, event: unknown) =>
        emitOwn(state, hook, event),
  ],
  [
    "update",
    ({ state }) =>
      (change: unknown) =>
        update(state, change),
  ],
]);

/** How the members of `api` are made, and those of what `api.update` gives, which only register. */
interface Makers {
  readonly api: MemberMakers<ApiSource>;
  readonly registering: MemberMakers<DraftState>;
}

const makers = new WeakMap<Vocabulary, Makers>();

/** The same for all plugins of a host. */
function makersFor(vocabulary: Vocabulary): Makers {
  const known = makers.get(vocabulary);
  if (known) return known;
  const registering = new Map<string, (draft: DraftState) => unknown>([
    ["provide", (draft) => (contract: unknown, value: unknown) => enterUnder(draft, contract, value)],
    [
      "on",
      (draft) => (hook: unknown, handler: unknown, options?: unknown) => enterHandler(draft, hook, handler, options),
    ],
  ]);
  for (const [method, contract] of vocabulary.byMethod) {
    registering.set(method, (draft) => (value: unknown) => enterRegistration(draft, method, contract, value));
  }
  const all = [...registering].map(([name, make]) => [name, ({ state }: ApiSource) => make(state)] as const);
  const made = { api: new Map([...ofPlugin, ...all]), registering };
  makers.set(vocabulary, made);
  return made;
}

/** Adds what `change` registers, or, where it throws or something is malformed, nothing. */
function update(main: DraftState, change: unknown): void {
  refuseOver(main);
  const { options } = main;
  const more = emptyDraft(options, main.use, main);
  let returned: unknown;
  try {
    returned = (change as (draft: unknown) => unknown)(lazyMembers(makersFor(options.vocabulary).registering, more));
  } finally {
    more.isOpen = false;
  }
  if (more.fault) throw new MortiseError(more.fault);
  if (isPromiseLike(returned)) {
    ignoreOutcome(returned);
    throw new MortiseError(diagnose("UPDATE_ASYNC", {}, { plugin: options.candidate.id }));
  }
  for (const registration of more.registrations) main.registrations.add(registration);
  for (const handler of more.hooks) main.hooks.add(handler);
  // Whatever asks next collects it anew.
  main.taken = undefined;
  if (main.isOpen) return void main.diagnostics.push(...more.diagnostics);
  more.diagnostics.forEach(options.report);
  options.changed();
}

/** Only hooks that the plugin's own manifest declares. */
async function emitOwn({ options }: DraftState, named: unknown, event: unknown): Promise<unknown> {
  const hook = String(named);
  const { id: plugin, manifest } = options.candidate;
  if (providedIds(manifest, customHooksKey).includes(hook)) return options.emit(hook, event);
  throw new MortiseError(diagnose("HOOK_NOT_OWN", { hook }, { plugin }));
}

function resolveInside(root: string, path: string): string {
  const resolved = resolve(root, path);
  if (isInside(root, resolved)) return resolved;
  throw new RangeError(`"${path}" leads out of the plugin's folder ${root}`);
}
