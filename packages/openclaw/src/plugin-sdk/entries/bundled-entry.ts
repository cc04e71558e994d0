// What OpenClaw's SDK has for the entries of its own channels, which name the files of their parts.
import { emptyChannelConfigSchema } from "./config-schemas.js";
import { requireOwnModule } from "./own-modules.js";
import { registerChannelIn, withLazySchema, type ChannelCallbacks, type EntryIdentity } from "./registration.js";

/** A file of the plugin's, relative to the entry, and its export; the default one where none is named. */
export interface ModuleReference {
  readonly specifier: string;
  readonly exportName?: string;
}

/**
 * An export of another file of the plugin's, which is evaluated for it.
 *
 * @throws what the file throws, and an `Error` where it has no such export
 */
export function loadBundledEntryExportSync(importMetaUrl: string, reference: ModuleReference): unknown {
  const module = requireOwnModule(importMetaUrl, reference.specifier);
  const isObject = typeof module === "object" && module !== null;
  const { exportName } = reference;
  if (exportName === undefined) return isObject && "default" in module ? module.default : module;
  const holders = isObject ? [module, Reflect.get(module, "default") as unknown] : [];
  const holder = holders.find((one) => typeof one === "object" && one !== null && exportName in one);
  if (holder === undefined) throw new Error(`${reference.specifier} has no export "${exportName}"`);
  return Reflect.get(holder as object, exportName);
}

interface BundledEntry extends EntryIdentity, Omit<ChannelCallbacks, "setRuntime"> {
  readonly importMetaUrl: string;
  readonly plugin: ModuleReference;
  readonly outbound?: ModuleReference;
  readonly secrets?: ModuleReference;
  readonly runtime?: ModuleReference;
  readonly accountInspect?: ModuleReference;
  readonly features?: object;
}

type Load = () => unknown;

/** The entry of a channel whose parts are evaluated when they are needed. */
export function defineBundledChannelEntry(of: BundledEntry): object {
  const {
    id,
    name,
    description,
    importMetaUrl,
    configSchema = emptyChannelConfigSchema,
    features,
    accountInspect,
  } = of;
  const loadFrom =
    (reference: ModuleReference): Load =>
    () =>
      loadBundledEntryExportSync(importMetaUrl, reference);
  const setRuntime = runtimeSetter(importMetaUrl, of.runtime);
  const loadPlugin = loadFrom(of.plugin);
  const entry = {
    kind: "bundled-channel-entry",
    id,
    name,
    description,
    ...((features || accountInspect) && { features: { ...features, ...(accountInspect && { accountInspect: true }) } }),
    register: (api: Parameters<typeof registerChannelIn>[0]) =>
      registerChannelIn(api, { ...of, setRuntime }, loadPlugin),
    loadChannelPlugin: loadPlugin,
    ...(of.outbound && { loadChannelOutbound: loadFrom(of.outbound) }),
    ...(of.secrets && { loadChannelSecrets: loadFrom(of.secrets) }),
    ...(accountInspect && { loadChannelAccountInspector: loadFrom(accountInspect) }),
    ...(setRuntime && { setChannelRuntime: setRuntime }),
  };
  return withLazySchema(entry, configSchema);
}

interface BundledSetupEntry {
  readonly importMetaUrl: string;
  readonly plugin: ModuleReference;
  readonly secrets?: ModuleReference;
  readonly runtime?: ModuleReference;
  readonly legacyStateMigrations?: ModuleReference;
  readonly legacySessionSurface?: ModuleReference;
  readonly registerSetupRuntime?: (api: unknown) => void;
  readonly features?: object;
}

/** The entry that OpenClaw loads while such a channel is not set up. Mortise loads none. */
export function defineBundledChannelSetupEntry(of: BundledSetupEntry): object {
  const { importMetaUrl, registerSetupRuntime, features, legacyStateMigrations, legacySessionSurface } = of;
  const loadFrom =
    (reference: ModuleReference): Load =>
    () =>
      loadBundledEntryExportSync(importMetaUrl, reference);
  const setRuntime = runtimeSetter(importMetaUrl, of.runtime);
  return {
    kind: "bundled-channel-setup-entry",
    loadSetupPlugin: loadFrom(of.plugin),
    ...(of.secrets && { loadSetupSecrets: loadFrom(of.secrets) }),
    ...(legacyStateMigrations && { loadLegacyStateMigrationDetector: loadFrom(legacyStateMigrations) }),
    ...(legacySessionSurface && { loadLegacySessionSurface: loadFrom(legacySessionSurface) }),
    ...(setRuntime && { setChannelRuntime: setRuntime }),
    ...(registerSetupRuntime && { registerSetupRuntime }),
    ...(features && { features }),
  };
}

function runtimeSetter(importMetaUrl: string, reference?: ModuleReference): ((runtime: unknown) => void) | undefined {
  if (!reference) return undefined;
  return (runtime) =>
    Reflect.apply(loadBundledEntryExportSync(importMetaUrl, reference) as (given: unknown) => void, undefined, [
      runtime,
    ]);
}
