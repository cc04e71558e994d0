// What OpenClaw's SDK has for the entry of a plugin that provides models of one vendor.
import { definePluginEntry } from "../entries/plugin-entry.js";
import type { EntryApi } from "../entries/registration.js";
import { uniqueStrings } from "../values/lists.js";
import { isRecord, type UnknownRecord } from "../values/records.js";
import {
  buildManifestModelProviderConfig,
  buildSingleProviderApiKeyCatalog,
  normalizeProviderId,
  readManifestProviderDefaultModelRef,
  type CatalogueContext,
  type ProviderConfig,
  type ProviderManifest,
} from "./model-catalogue.js";

interface KeyMethod extends UnknownRecord {
  readonly methodId: string;
  readonly label: string;
  readonly hint?: string;
  readonly envVar?: string;
  readonly defaultModel?: unknown;
  readonly wizard?: unknown;
}

/**
 * A way to sign in by a key. It declares itself; OpenClaw asks for the key, and here it stands in the plugin's config or
 * in the environment, so running it rejects.
 */
export function createProviderApiKeyAuthMethod(of: KeyMethod & { readonly providerId: string }): object {
  const refuse = () =>
    Promise.reject(
      new Error(`${of.providerId}: give the key in the plugin's config or in ${of.envVar ?? "its variable"}`),
    );
  return {
    id: of.methodId,
    label: of.label,
    hint: of.hint,
    kind: "api_key",
    starterModel: of.defaultModel,
    wizard: of.wizard,
    run: refuse,
    validateNonInteractive: () => Promise.resolve(false),
    runNonInteractive: refuse,
  };
}

interface Catalogue {
  readonly order?: string;
  readonly run?: (context: CatalogueContext) => unknown;
  readonly staticRun?: (context: CatalogueContext) => unknown;
  readonly buildProvider?: () => ProviderConfig | Promise<ProviderConfig>;
  readonly buildStaticProvider?: () => ProviderConfig | Promise<ProviderConfig>;
  readonly allowExplicitBaseUrl?: boolean;
}

interface SingleProvider extends UnknownRecord {
  readonly id?: string;
  readonly label: string;
  readonly aliases?: readonly string[];
  readonly hookAliases?: readonly string[];
  readonly envVars?: readonly string[];
  readonly auth?: readonly KeyMethod[];
  readonly manifestAuth?: object;
  readonly extraAuth?: readonly object[];
  readonly catalog: Catalogue;
}

type ProviderApi = EntryApi & { registerProvider(provider: object): void };

interface SingleProviderEntry {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly kind?: unknown;
  readonly configSchema?: unknown;
  readonly manifest?: ProviderManifest;
  readonly provider?: SingleProvider | ((api: ProviderApi) => SingleProvider | undefined);
  readonly register?: (api: ProviderApi) => unknown;
}

/**
 * The entry of a plugin that provides models of one vendor, as the module's default export. What it says of signing in and
 * of models comes from what is given, else from the manifest that is given. Models are those that are named: the vendor is
 * not asked which it has.
 */
export function defineSingleProviderPluginEntry(of: SingleProviderEntry): object {
  const { provider: given, manifest = {}, register, ...identity } = of;
  return definePluginEntry({
    ...identity,
    register(api: EntryApi) {
      const full = api as ProviderApi;
      const provider = typeof given === "function" ? given(full) : given;
      if (provider) full.registerProvider(registrationOf(provider, provider.id ?? of.id, manifest));
      register?.(full);
    },
  });
}

function registrationOf(provider: SingleProvider, id: string, manifest: ProviderManifest): object {
  const { auth, manifestAuth, extraAuth = [], catalog, envVars = [], ...rest } = provider;
  const methods = auth ?? manifestMethods(manifest, id, manifestAuth);
  const variables = uniqueStrings([
    ...envVars,
    ...methods.flatMap(({ envVar }) => (envVar === undefined ? [] : [envVar])),
  ]);
  return {
    ...rest,
    id,
    ...(variables.length > 0 && { envVars: variables }),
    auth: [...methods.map((method) => createProviderApiKeyAuthMethod({ ...method, providerId: id })), ...extraAuth],
    ...cataloguesOf(catalog, provider, id, manifest),
  };
}

/** The first way of signing in by a key that the manifest names, and the variable that it names for it. */
function manifestMethods(manifest: ProviderManifest, id: string, overrides: object = {}): readonly KeyMethod[] {
  const choice = recordsOf(manifest["providerAuthChoices"]).find(
    ({ provider, method }) => provider === id && method === "api-key",
  );
  const setup = isRecord(manifest["setup"]) ? manifest["setup"] : {};
  const [envVar] = recordsOf(setup["providers"]).flatMap((each) =>
    each["id"] === id && Array.isArray(each["envVars"])
      ? each["envVars"].filter((name) => typeof name === "string")
      : [],
  );
  if (!choice) return [];
  const label = typeof choice["choiceLabel"] === "string" ? choice["choiceLabel"] : id;
  const defaultModel = readManifestProviderDefaultModelRef(manifest, id);
  return [
    {
      methodId: "api-key",
      label,
      ...(envVar !== undefined && { envVar }),
      ...(defaultModel !== undefined && { defaultModel }),
      ...overrides,
    },
  ];
}

function recordsOf(value: unknown): readonly UnknownRecord[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function cataloguesOf(catalog: Catalogue, provider: SingleProvider, id: string, manifest: ProviderManifest): object {
  const { order = "simple", run, staticRun, buildProvider, buildStaticProvider } = catalog;
  if (run) return { catalog: { order, run }, ...(staticRun && { staticCatalog: { order, run: staticRun } }) };
  const named = manifest.modelCatalog?.providers?.[id];
  if (!buildProvider && named === undefined) throw new Error(`Missing modelCatalog.providers.${id}`);
  const fromManifest = () => buildManifestModelProviderConfig({ providerId: id, catalog: named });
  const build = buildProvider ?? fromManifest;
  const buildStatic = buildStaticProvider ?? (buildProvider ? undefined : fromManifest);
  const names = new Set([id, ...(provider.aliases ?? []), ...(provider.hookAliases ?? [])].map(normalizeProviderId));
  const ask = (ctx: CatalogueContext) =>
    ctx.providerIds?.some((each) => names.has(each)) === false
      ? Promise.resolve(null)
      : buildSingleProviderApiKeyCatalog({ ...catalog, ctx, providerId: id, buildProvider: build });
  return {
    catalog: { order: "simple", run: ask },
    ...(buildStatic && {
      staticCatalog: { order: "simple", run: async () => ({ provider: await buildStatic() }) },
    }),
  };
}
