import { resolve } from "node:path";
import { customHooksKey } from "../catalog/custom-hooks.js";
import { providedIds } from "../catalog/manifest.js";
import { isInside } from "../catalog/paths.js";
import { diagnose } from "../diagnostics/catalogue.js";
import { MortiseError } from "../diagnostics/error.js";
import { ignoreOutcome, isPromiseLike } from "../diagnostics/given-value.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { emptyDraft, refuseOver, type DraftOptions, type DraftState } from "./draft-state.js";
import { enterHandler, enterRegistration, enterUnder } from "./enter.js";
import { InstanceUse } from "./instance-use.js";
import type { HookRegistration, Registration } from "./registration.js";
import { createScope, type Scope } from "./scope.js";

/** What a plugin has registered so far. Nobody else sees it before it is committed. */
export interface Draft {
  /** What `register` is given. */
  readonly api: Readonly<Record<string, unknown>>;
  readonly scope: Scope;
  readonly use: InstanceUse;
  readonly registrations: ReadonlySet<Registration>;
  readonly hooks: ReadonlySet<HookRegistration>;
  /** What was refused, and what was kept with a warning. */
  readonly diagnostics: readonly Diagnostic[];
  /** Something was malformed: the draft must not be committed, whatever the plugin made of the error. */
  readonly fault: Diagnostic | undefined;
  /** From now on registering throws, but through `api.update`. */
  close(): void;
  /** Closes it for good and ends the scope. Resolves when the scope has ended. */
  drop(): Promise<void>;
}

/** Makes the draft of one plugin. */
export function createDraft(options: DraftOptions): Draft {
  const { id: plugin, root } = options.candidate;
  const use = new InstanceUse(options.candidate, options.config);
  const state = emptyDraft(options, use);
  const scope = createScope({ plugin, root, report: options.report });
  const close = () => void (state.isOpen = false);
  return {
    api: createApi(state, scope),
    scope,
    use,
    registrations: state.registrations,
    hooks: state.hooks,
    diagnostics: state.diagnostics,
    get fault() {
      return state.fault;
    },
    close,
    drop() {
      close();
      state.isOver = true;
      return scope.dispose();
    },
  };
}

/** Every member is the object's own and needs no `this`, so that plugins may spread it and take it apart. */
function createApi(state: DraftState, scope: Scope): Readonly<Record<string, unknown>> {
  const { candidate, config, logger, runtime } = state.options;
  let storage: unknown;
  return {
    id: candidate.id,
    config,
    logger,
    runtime,
    get storage() {
      return (storage ??= state.options.storage(scope.signal));
    },
    get signal() {
      return scope.signal;
    },
    onDispose: scope.onDispose,
    setTimeout: scope.setTimeout,
    setInterval: scope.setInterval,
    resolvePath: (path: string) => resolveInside(candidate.root, path),
    use: state.options.use,
    emit: (hook: unknown, event: unknown) => emitOwn(state, hook, event),
    update: (change: unknown) => update(state, change),
    ...registering(state),
  };
}

/** The members that register something, into one draft. */
function registering(state: DraftState): Readonly<Record<string, unknown>> {
  const members: Record<string, unknown> = {
    provide: (contract: unknown, value: unknown) => enterUnder(state, contract, value),
    on: (hook: unknown, handler: unknown, options?: unknown) => enterHandler(state, hook, handler, options),
  };
  for (const [method, contract] of state.options.vocabulary.byMethod) {
    members[method] = (value: unknown) => enterRegistration(state, method, contract, value);
  }
  return members;
}

/** Adds what `change` registers, or, where it throws or something is malformed, nothing. */
function update(main: DraftState, change: unknown): void {
  refuseOver(main);
  const { options } = main;
  const more = emptyDraft(options, main.use, main);
  let returned: unknown;
  try {
    returned = (change as (draft: unknown) => unknown)(registering(more));
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
  for (const name of more.taken) main.taken.add(name);
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
