/** Trivial plugins without files, and hosts of them without a disk. */
import { gatewaySdk } from "@mortise/sdk";
import type { ReadyCandidate } from "../../../packages/core/src/catalog/candidate.js";
import { vocabularyOf } from "../../../packages/core/src/catalog/vocabulary.js";
import type { ControlPlane } from "../../../packages/core/src/control-plane.js";
import { createGenerations, type Generations } from "../../../packages/core/src/generations.js";
import type { DraftOptions } from "../../../packages/core/src/loading/draft-state.js";
import type { ImportedPlugin } from "../../../packages/core/src/loading/import-plugin.js";
import type { LoadOutcome } from "../../../packages/core/src/loading/loader.js";
import { registerPlugin } from "../../../packages/core/src/loading/register-plugin.js";
import { ready } from "../../../packages/core/test/candidates.js";

/** What a plugin of the bench uses of its `api`. */
export interface BenchApi {
  registerTool(value: object): { dispose(): void };
  update(change: (draft: BenchApi) => void): void;
}

const vocabulary = vocabularyOf(gatewaySdk);

/** Plugins with one tool each, `t0` of `p0` and so on, in load order. Whatever else they register is kept too. */
export function candidatesOf(count: number): readonly ReadyCandidate[] {
  return Array.from({ length: count }, (_, index) =>
    ready(`p${index}`, { provides: { tools: { [`t${index}`]: {} } }, undeclarable: ["tools"] }),
  );
}

/** What a trivial plugin registers. */
export function toolOf(name: string): object {
  return { name, description: "", parameters: {}, execute: async () => ({ text: "" }) };
}

/** A control plane of these plugins, all of which may run. */
export function controlPlaneOf(order: readonly ReadyCandidate[]): ControlPlane {
  const loaded = { config: {}, base: "/", sections: {}, diagnostics: [], place: (pointer: string) => ({ pointer }) };
  const checks = { redactor: { diagnostic: <Value>(value: Value) => value } };
  return { order, vocabulary, loaded, slots: new Map(), checks } as unknown as ControlPlane;
}

/** An empty host. */
export function generationsOf(order: readonly ReadyCandidate[]): Generations {
  const refuse = ({ message }: { readonly message: string }) => {
    throw new Error(message);
  };
  return createGenerations(controlPlaneOf(order), refuse);
}

/** Registers plugins as the loader does once their modules are there. `changed` hears of what they change later. */
export async function registerAll(
  candidates: readonly ReadyCandidate[],
  changed: (plugin: string) => void = () => {},
  apis: Map<string, BenchApi> = new Map(),
): Promise<readonly LoadOutcome[]> {
  const begun = candidates.map((candidate) => {
    const entered = registerPlugin(importedOf(candidate, apis), optionsOf(candidate, changed));
    if ("failure" in entered) throw new Error(entered.failure.message);
    return entered;
  });
  const finished = await Promise.all(begun.map((entered) => entered.finish(1000)));
  return finished.map((outcome, index) => {
    if ("failure" in outcome) throw new Error(outcome.failure.message);
    return { candidate: candidates[index] as ReadyCandidate, instance: outcome.instance };
  });
}

function importedOf({ id }: ReadyCandidate, apis: Map<string, BenchApi>): ImportedPlugin {
  const register = (given: unknown) => {
    const api = given as BenchApi;
    apis.set(id, api);
    api.registerTool(toolOf(`t${id.slice(1)}`));
  };
  const module = { namespace: {}, files: new Map(), require: () => undefined };
  return { ...module, plugin: { register }, integrity: { entry: "" }, importMs: 0, file: "" };
}

const logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
} as unknown as DraftOptions["logger"];

function optionsOf(candidate: ReadyCandidate, changed: (plugin: string) => void): DraftOptions {
  return {
    candidate,
    vocabulary,
    logger,
    config: {},
    runtime: {},
    storage: () => ({}),
    use: () => ({}),
    emit: async () => undefined,
    report: () => {},
    changed: () => changed(candidate.id),
  };
}
