import { performance } from "node:perf_hooks";
import type { ReadyCandidate } from "../catalog/candidate.js";
import { foldContributionId } from "../catalog/contribution-id.js";
import { providedIds } from "../catalog/manifest.js";
import { hooksKey } from "../catalog/vocabulary.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { MortiseError } from "../diagnostics/error.js";
import { ignoreOutcome, isPromiseLike } from "../diagnostics/given-value.js";
import { blame } from "./blame.js";
import { Draft } from "./draft.js";
import type { DraftOptions } from "./draft-state.js";
import type { LoadedPlugin } from "./find-plugin.js";
import type { ImportedPlugin } from "./import-plugin.js";
import { withinDeadline } from "./deadline.js";
import type { PluginInstance } from "./instance.js";
import { runDisposer } from "./scope.js";

/** A plugin that registered, or why it did not; then nothing of it is left once `dropped` resolves. */
export type RegisterOutcome =
  | { readonly instance: PluginInstance }
  | { readonly failure: Diagnostic; readonly dropped: Promise<void> };

/** A plugin that registered and may still have something to do before it can be used. */
export interface RegisteredPlugin {
  readonly candidate: ReadyCandidate;
  /** Waits for `onLoad`, at most `deadlineMs`. Never rejects. */
  finish(deadlineMs: number): Promise<RegisterOutcome>;
  /** Undoes what it did. */
  drop(): Promise<void>;
}

/** Runs `register` into a draft. Whatever goes wrong, the draft is dropped whole. Never throws. */
export function registerPlugin(
  imported: ImportedPlugin,
  options: DraftOptions,
): RegisteredPlugin | Extract<RegisterOutcome, { readonly failure: Diagnostic }> {
  const { candidate } = options;
  const draft = new Draft(options);
  const api = draft.makeApi();
  const start = performance.now();
  const failure = runRegister(imported.plugin, draft, api, candidate);
  const registerMs = performance.now() - start;
  if (failure) return { failure, dropped: draft.drop() };
  draft.close();
  const { onLoad, onUnload } = imported.plugin;
  const { use, registrations, hooks, diagnostics } = draft;
  // Nothing here keeps the api of a plugin that asks for nothing later: with thousands of plugins that is most of the memory.
  const dispose = disposer(onUnload && unloader(onUnload, api, options), draft);
  const load = onLoad && onLoader(onLoad, api, candidate);
  return {
    candidate,
    drop: dispose,
    async finish(deadlineMs) {
      const begun = performance.now();
      const late = await load?.(deadlineMs);
      if (late) return { failure: late, dropped: dispose() };
      const remarks = imported.remarks?.take() ?? [];
      const onLoadMs = load && { onLoadMs: performance.now() - begun };
      return {
        instance: {
          id: candidate.id,
          candidate,
          use,
          imported,
          registrations,
          hooks,
          integrity: imported.integrity,
          timing: { importMs: imported.importMs, registerMs, ...onLoadMs },
          diagnostics: [...remarks, ...diagnostics, ...absent(candidate, { registrations, hooks }, options)],
          updateConfig: configUpdater(imported.plugin, options),
          dispose,
        },
      };
    },
  };
}

type Unload = () => Promise<void>;

type Api = ReturnType<Draft["makeApi"]>;

function unloader(
  onUnload: NonNullable<LoadedPlugin["onUnload"]>,
  api: Api,
  { candidate: { id: plugin, root, entry }, report }: DraftOptions,
): Unload {
  return () => runDisposer(() => onUnload(api), { plugin, root, file: entry?.file, report });
}

/** What `onUnload` is given still works; then all that went through `api` is undone. */
function disposer(unload: Unload | undefined, draft: Draft): Unload {
  const run = async () => {
    draft.use.isOver = true;
    await unload?.();
    await draft.drop();
  };
  let ending: Promise<void> | undefined;
  return () => (ending ??= run());
}

type OnLoad = NonNullable<LoadedPlugin["onLoad"]>;

/** Runs `onLoad`; gives why it failed. */
function onLoader(onLoad: OnLoad, api: Api, candidate: ReadyCandidate) {
  return (deadlineMs: number) => runOnLoad(() => onLoad(api), candidate, deadlineMs);
}

async function runOnLoad(
  onLoad: () => unknown,
  { id: plugin, root, entry }: ReadyCandidate,
  deadlineMs: number,
): Promise<Diagnostic | undefined> {
  const place = { plugin, ...(entry && { path: entry.file }) };
  const tooLong = () => new MortiseError(diagnose("ON_LOAD_TIMEOUT", { deadline: deadlineMs }));
  try {
    await withinDeadline(Promise.resolve(onLoad()), deadlineMs, tooLong);
    return undefined;
  } catch (error) {
    const { reason, place: where } = blame(error, root);
    if (error instanceof MortiseError) return { ...place, ...error.diagnostic, ...where };
    return diagnose("ON_LOAD_FAILED", { reason }, { ...place, ...where });
  }
}

const isNotHandled = () => Promise.resolve(false);

function configUpdater(
  { onConfigUpdate }: LoadedPlugin,
  { candidate: { id: plugin, root, entry }, report }: DraftOptions,
): PluginInstance["updateConfig"] {
  if (onConfigUpdate === undefined) return isNotHandled;
  const tooLong = () => new Error(`it took longer than ${configUpdateDeadlineMs} ms`);
  return async (scope, config, version) => {
    try {
      const handling = Promise.resolve(onConfigUpdate(scope, config, version));
      return (await withinDeadline(handling, configUpdateDeadlineMs, tooLong)) !== false;
    } catch (error) {
      const { reason, place } = blame(error, root);
      report(
        diagnose("CONFIG_UPDATE_FAILED", { scope, reason }, { plugin, ...(entry && { path: entry.file }), ...place }),
      );
      return false;
    }
  };
}

/** How long a plugin may take to take over changed config, in milliseconds. */
const configUpdateDeadlineMs = 10_000;

function runRegister(
  plugin: LoadedPlugin,
  draft: Draft,
  api: Api,
  { id, root, entry }: ReadyCandidate,
): Diagnostic | undefined {
  const place = { plugin: id, ...(entry && { path: entry.file }) };
  try {
    const returned = plugin.register(api);
    if (draft.fault) return draft.fault;
    if (!isPromiseLike(returned)) return undefined;
    // Nobody waits for it; a late rejection must not bring the process down.
    ignoreOutcome(returned);
    return diagnose("REGISTER_ASYNC", {}, place);
  } catch (error) {
    if (draft.fault) return draft.fault;
    const { reason, place: where } = blame(error, root);
    // Its own errors of this host already name their code; a plugin that hands one on is not the one that threw.
    if (error instanceof MortiseError) return { ...place, ...error.diagnostic, ...where };
    return diagnose("REGISTER_THREW", { reason, hint: missingMemberHint(reason, api) }, { ...place, ...where });
  }
}

/** The commonest mistake by far: a method of `api` that is not there. */
function missingMemberHint(reason: string, api: Api): string {
  const missing = /\b(?:api\.(\w+)|((?:register|provide)\w*)) is not a function/.exec(reason);
  const name = missing?.[1] ?? missing?.[2];
  if (name === undefined || name in api) return "";
  const methods = Object.keys(api).filter((key) => typeof api[key] === "function");
  return ` This host's api has no ${name}; it has ${methods.join(", ")}.`;
}

function absent(
  candidate: ReadyCandidate,
  draft: Pick<Draft, "registrations" | "hooks">,
  { vocabulary }: DraftOptions,
): readonly Diagnostic[] {
  const { manifest, id: plugin, manifestPath } = candidate;
  const registered = new Set<string>();
  for (const { hook } of draft.hooks) registered.add(`${hooksKey} ${hook}`);
  for (const { contract, id } of draft.registrations)
    registered.add(`${contract.key} ${foldContributionId(contract, id)}`);
  return Object.keys(manifest.provides).flatMap((key) => {
    const contract = vocabulary.byKey.get(key);
    if (contract?.declaredBy === "manifest") return [];
    const kind = key === hooksKey ? "hook" : (contract?.kind ?? key);
    const fold = (id: string) => (contract ? foldContributionId(contract, id) : id);
    return providedIds(manifest, key)
      .filter((id) => !registered.has(`${key} ${fold(id)}`))
      .map((id) => diagnose("REGISTER_ABSENT", { kind, id }, { plugin, ...(manifestPath && { path: manifestPath }) }));
  });
}
