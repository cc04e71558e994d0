import { resolve } from "node:path";
import type { Contract, PluginLogger } from "@mortise/sdk";
import type { ReadyCandidate } from "../catalog/candidate.js";
import { isInside } from "../catalog/gates.js";
import { providedIds } from "../catalog/manifest.js";
import { hooksKey, type Vocabulary } from "../catalog/vocabulary.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { MortiseError } from "../diagnostics/error.js";
import { didYouMean } from "../diagnostics/nearest.js";
import { checkRegistration, type HookRegistration, type Registration } from "./registration.js";
import { createScope, type Scope } from "./scope.js";

/** What a draft is made of. */
export interface DraftOptions {
  readonly candidate: ReadyCandidate;
  readonly vocabulary: Vocabulary;
  readonly config: Readonly<Record<string, unknown>>;
  readonly logger: PluginLogger;
  readonly runtime: unknown;
  /** Hears of what goes wrong after `register` returned. */
  report(diagnostic: Diagnostic): void;
  /** Called when a registration is taken back after it was committed. */
  withdraw(registration: Registration | HookRegistration): void;
}

/** What a plugin has registered so far. Nobody else sees it before it is committed. */
export interface Draft {
  /** What `register` is given. */
  readonly api: Readonly<Record<string, unknown>>;
  readonly scope: Scope;
  readonly registrations: ReadonlySet<Registration>;
  readonly hooks: ReadonlySet<HookRegistration>;
  /** What was refused, and what was kept with a warning. */
  readonly diagnostics: readonly Diagnostic[];
  /** A registration was malformed: the draft must not be committed, whatever the plugin made of the error. */
  readonly fault: Diagnostic | undefined;
  /** From now on registering throws. */
  close(): void;
}

interface Handle {
  dispose(): void;
}

/** Makes the draft of one plugin. Members of `api` are its own and need no `this`. */
export function createDraft(options: DraftOptions): Draft {
  const { candidate, vocabulary } = options;
  const plugin = candidate.id;
  const registrations = new Set<Registration>();
  const hooks = new Set<HookRegistration>();
  const diagnostics: Diagnostic[] = [];
  const scope = createScope(plugin, options.report);
  const state: { isOpen: boolean; fault: Diagnostic | undefined } = { isOpen: true, fault: undefined };

  const refuseLate = (method: string) => {
    if (state.isOpen) return;
    const diagnostic = diagnose("REGISTER_LATE", { method: `api.${method}` }, { plugin });
    options.report(diagnostic);
    throw new MortiseError(diagnostic);
  };
  const fail = (diagnostic: Diagnostic): never => {
    state.fault ??= { plugin, ...diagnostic };
    throw new MortiseError(state.fault);
  };
  const keep = <Kept extends Registration | HookRegistration>(kept: Kept, all: Set<Kept>): Handle => {
    all.add(kept);
    return {
      dispose() {
        if (all.delete(kept) && !state.isOpen) options.withdraw(kept);
      },
    };
  };

  const provide = (method: string, contract: Contract, value: unknown): Handle => {
    refuseLate(method);
    const malformed = checkRegistration(`api.${method}`, contract, value);
    if (malformed) return fail(malformed);
    const members = value as Readonly<Record<string, unknown>>;
    const id = members[contract.idField] as string;
    const isDeclared = providedIds(candidate.manifest, contract.key).some((declared) => sameId(declared, id));
    const problem = isTaken(registrations, contract, id)
      ? diagnose("REGISTER_TWICE", { kind: contract.kind, id }, { plugin })
      : isDeclared
        ? undefined
        : undeclared(candidate, contract, id);
    if (problem) diagnostics.push(problem);
    if (problem?.level === "error") return { dispose() {} };
    return keep({ plugin, contract, id, value: members, isDeclared }, registrations);
  };

  const on = (hook: string, handler: HookRegistration["handler"], given: Partial<HookRegistration> = {}): Handle => {
    refuseLate("on");
    if (!vocabulary.hooks.has(hook)) {
      return fail(diagnose("REGISTER_UNKNOWN_HOOK", { hook, suggestion: didYouMean(hook, vocabulary.hooks.keys()) }));
    }
    if (typeof handler !== "function") {
      const parameters = { method: "api.on", kind: "hook handler", member: hook, expected: "a function" };
      return fail(diagnose("REGISTER_MALFORMED", { ...parameters, found: typeof handler }));
    }
    const problem = undeclaredHook(candidate, hook);
    if (problem) diagnostics.push(problem);
    if (problem?.level === "error") return { dispose() {} };
    const { priority = 0, deadlineMs } = given;
    return keep({ plugin, hook, handler, priority, ...(deadlineMs !== undefined && { deadlineMs }) }, hooks);
  };

  const registerMethods = Object.fromEntries(
    [...vocabulary.byMethod].map(([method, contract]) => [method, (value: unknown) => provide(method, contract, value)]),
  );
  const api = {
    id: plugin,
    config: options.config,
    logger: options.logger,
    runtime: options.runtime,
    signal: scope.signal,
    onDispose: scope.onDispose,
    setTimeout: scope.setTimeout,
    setInterval: scope.setInterval,
    resolvePath: (path: string) => resolveInside(candidate.root, path),
    provide: (contract: Contract, value: unknown) => provide("provide", contract, value),
    on,
    ...registerMethods,
  };
  return {
    api,
    scope,
    registrations,
    hooks,
    diagnostics,
    get fault() {
      return state.fault;
    },
    close: () => void (state.isOpen = false),
  };
}

function sameId(one: string, other: string): boolean {
  return one === other || one.toLowerCase() === other.toLowerCase();
}

function isTaken(registrations: ReadonlySet<Registration>, contract: Contract, id: string): boolean {
  return [...registrations].some((known) => known.contract === contract && sameId(known.id, id));
}

function undeclared({ id: plugin, manifest, manifestPath }: ReadyCandidate, contract: Contract, id: string): Diagnostic | undefined {
  if (manifest.undeclarable.includes(contract.key)) return undefined;
  const isStrict = manifest.declarations === "strict";
  const parameters = { kind: contract.kind, id, key: contract.key, outcome: isStrict ? "refused" : "kept" };
  const place = { plugin, ...(manifestPath && { path: manifestPath }), pointer: "/provides" };
  return diagnose("REGISTER_UNDECLARED", parameters, { ...place, level: isStrict ? "error" : "warning" });
}

function undeclaredHook(candidate: ReadyCandidate, hook: string): Diagnostic | undefined {
  if (providedIds(candidate.manifest, hooksKey).includes(hook)) return undefined;
  return undeclared(candidate, { kind: "hook", key: hooksKey } as Contract, hook);
}

function resolveInside(root: string, path: string): string {
  const resolved = resolve(root, path);
  if (isInside(root, resolved)) return resolved;
  throw new RangeError(`"${path}" leads out of the plugin's folder ${root}`);
}
