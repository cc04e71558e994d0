// Hosts that are changed at random, and a model of what they must come to.
import { speech } from "@mortise/sdk";
import fc from "fast-check";
import { join } from "node:path";
import type { HostChange } from "../../src/host-change.js";
import type { Host } from "../../src/host-interface.js";
import { createHost } from "../../src/host.js";
import type { RegistryDelta } from "../../src/registry/delta.js";
import type { OwnedContribution } from "../../src/registry/registry.js";
import { pluginFiles } from "../host-with.js";

/** Each plugin and the one that it requires. They stand in this order. */
const requirements: Readonly<Record<string, string | undefined>> = {
  a: undefined,
  b: undefined,
  c: "b",
  d: "c",
  e: undefined,
};
export const pluginIds: readonly string[] = Object.keys(requirements);

/** A change that somebody asks a host for. */
export type Step =
  | { readonly do: "load" | "unload" | "reload" | "enable" | "disable"; readonly plugin: string }
  | { readonly do: "configure"; readonly plugin: string; readonly setting: Setting };

/** What the config says of a plugin. */
export type Setting = { readonly level: number } | "off" | "broken" | "failing";

/** Those that hang together more often: what one of them does to the others is what goes wrong. */
const plugin = fc.constantFrom(...pluginIds, "b", "b", "c", "c");

/** Steps in a row; `broken` makes `register` throw, `failing` makes `onLoad` throw. */
export function steps(settings: readonly Setting[]): fc.Arbitrary<readonly Step[]> {
  const named = fc.record({
    do: fc.constantFrom(
      "load" as const,
      "load" as const,
      "unload" as const,
      "reload" as const,
      "enable" as const,
      "disable" as const,
    ),
    plugin,
  });
  const configured = fc.record({
    do: fc.constant("configure" as const),
    plugin,
    setting: fc.constantFrom(...settings),
  });
  return fc.array(fc.oneof({ weight: 3, arbitrary: named }, { weight: 2, arbitrary: configured }), {
    minLength: 4,
    maxLength: 16,
  });
}

/** What plugins did: which of their instances are there. */
interface Ledger {
  readonly alive: Map<number, string>;
  count: number;
}

const ledgerKey = Symbol.for("mortise.test.generations");
const ledger: Ledger = { alive: new Map(), count: 0 };

const moduleOf = (id: string): string => `
  const ledger = () => globalThis[Symbol.for("mortise.test.generations")];
  export default {
    id: "${id}",
    register(api) {
      const instance = (ledger().count += 1);
      ledger().alive.set(instance, "${id}");
      api.onDispose(() => ledger().alive.delete(instance));
      api.setInterval(() => {}, 1e9);
      const label = String(api.config.level ?? 0);
      for (const name of ["shared", "${id}"]) api.registerSpeechProvider({ id: name, label, synthesize: async () => {} });
      api.on("llm_input", () => {});
      if (api.config.broken) throw new Error("broken");
    },
    onLoad(api) {
      if (api.config.failing) throw new Error("failing");
    },
  };`;

/** The files of the plugins, for `writeFiles`. */
export const courseFiles = pluginFiles(
  Object.fromEntries(
    pluginIds.map((id) => [
      id,
      {
        provides: { speech: ["shared", id], hooks: ["llm_input"] },
        manifest: requirements[id] === undefined ? {} : { requires: { [requirements[id]]: "*" } },
        module: moduleOf(id),
      },
    ]),
  ),
);

/** A host on its course, with what everybody was told. */
export interface Course {
  readonly host: Host;
  /** Ids of the plugins of which an instance was registered and is not disposed, sorted. */
  alive(): readonly string[];
  /** What listeners know of who owns what, by what they were told alone. */
  readonly heard: ReadonlyMap<string, string>;
  /** What must be loaded now, by the model: id to its config's level. */
  readonly expected: ReadonlyMap<string, number>;
  take(step: Step): Promise<HostChange>;
}

/** Everything that is owned, as lines by what is owned. */
export function ownedIn(contributions: Iterable<OwnedContribution>): ReadonlyMap<string, string> {
  return new Map([...contributions].map((one) => [keyOf(one), textOf(one)]));
}

const keyOf = ({ kind, id, plugin: owner, isShared }: OwnedContribution) =>
  `${kind} ${id}${isShared ? ` ${owner}` : ""}`;
const textOf = ({ plugin: owner, status, registered }: OwnedContribution) => `${owner} ${status} ${registered.length}`;

/** Makes a host on the plugins in a folder, and runs it through steps that the caller gives one by one. */
export async function beginCourse(folder: string): Promise<Course> {
  ledger.alive.clear();
  Object.assign(globalThis, { [ledgerKey]: ledger });
  const settings = new Map<string, Setting>();
  const overrides = new Map<string, boolean>();
  const expected = new Map<string, number>();
  const heard = new Map<string, string>();
  const host: Host = await createHost({
    config: configOf(folder, settings),
    cwd: folder,
    env: {},
    folders: { state: join(folder, ".state"), cache: join(folder, ".cache"), globalPlugins: join(folder, ".global") },
  });
  for (const [key, text] of ownedIn(host.registry.contributions())) heard.set(key, text);
  host.onChange((delta) => hear(heard, delta));
  const mayRun = (id: string): boolean => {
    const required = requirements[id];
    return (overrides.get(id) ?? settings.get(id) !== "off") && (required === undefined || mayRun(required));
  };
  return {
    host,
    heard,
    expected,
    alive: () => [...ledger.alive.values()].toSorted(),
    async take(step) {
      if (step.do === "configure") settings.set(step.plugin, step.setting);
      else if (step.do === "enable" || step.do === "disable") overrides.set(step.plugin, step.do === "enable");
      model(step, expected, settings, mayRun);
      return make(host, step, () => configOf(folder, settings));
    },
  };
}

function make(host: Host, step: Step, config: () => object): Promise<HostChange> {
  if (step.do === "configure") return host.updateConfig(config());
  return step.do === "load" ? host.load([step.plugin]) : host[step.do](step.plugin);
}

/** What a step does where nothing fails. */
function model(
  step: Step,
  expected: Map<string, number>,
  settings: ReadonlyMap<string, Setting>,
  mayRun: (id: string) => boolean,
): void {
  const levelOf = (id: string) => {
    const setting = settings.get(id);
    return typeof setting === "object" ? setting.level : 0;
  };
  if (step.do === "load" && mayRun(step.plugin)) {
    for (const id of withRequired(step.plugin)) expected.set(id, expected.get(id) ?? levelOf(id));
  }
  if (step.do === "unload") for (const id of pluginIds) if (withRequired(id).includes(step.plugin)) expected.delete(id);
  for (const id of expected.keys()) {
    if (mayRun(id)) expected.set(id, levelOf(id));
    else expected.delete(id);
  }
}

/** A plugin and what it requires, itself last. */
export function withRequired(id: string): readonly string[] {
  const required = requirements[id];
  return required === undefined ? [id] : [...withRequired(required), id];
}

function hear(heard: Map<string, string>, { added, removed, changed }: RegistryDelta): void {
  for (const one of removed) heard.delete(keyOf(one));
  for (const one of [...added, ...changed]) heard.set(keyOf(one), textOf(one));
}

function configOf(folder: string, settings: ReadonlyMap<string, Setting>): object {
  const entries = [...settings].map(([id, setting]) => [
    id,
    setting === "off" ? { enabled: false } : { config: typeof setting === "string" ? { [setting]: true } : setting },
  ]);
  const paths = pluginIds.map((id) => join(folder, id));
  return { plugins: { load: { paths }, entries: Object.fromEntries(entries) as object } };
}

/** The label of what a plugin registered under its own id. */
export function labelOf(host: Host, id: string): string | undefined {
  const found = host.registry.get(speech, id);
  return found?.status === "active" ? found.value.label : undefined;
}
