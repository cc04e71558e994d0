// What OpenClaw's SDK has for the catalogues of providers of models.
import { asNonArrayRecord, asOptionalRecord, isRecord, type UnknownRecord } from "../values/records.js";
import { normalizeOptionalString } from "../values/strings.js";

/** A plugin's manifest, as far as providers are made from it. */
export interface ProviderManifest {
  readonly modelCatalog?: { readonly providers?: Readonly<Record<string, unknown>> };
  readonly [member: string]: unknown;
}

/** What a catalogue is asked with. */
export interface CatalogueContext {
  readonly config: { readonly models?: { readonly providers?: Readonly<Record<string, unknown>> } };
  readonly providerIds?: readonly string[];
  resolveProviderApiKey(providerId: string): { readonly apiKey?: string };
}

/** A provider's server and models. */
export type ProviderConfig = UnknownRecord;

type Built<Value> = Value | Promise<Value>;

/** A provider's id, in one form. */
export function normalizeProviderId(id: unknown): string {
  return typeof id === "string" ? id.trim().toLowerCase() : "";
}

/** What a manifest says of a provider's server and models. Throws an `Error` where it does not, or says it badly. */
export function buildManifestModelProviderConfig(of: { providerId: string; catalog?: unknown }): ProviderConfig {
  const place = `modelCatalog.providers.${of.providerId}`;
  const catalog = asOptionalRecord(of.catalog);
  if (!catalog) throw new Error(`Missing ${place}`);
  const { api, headers, models } = catalog;
  const baseUrl = normalizeOptionalString(catalog["baseUrl"]);
  if (baseUrl === undefined) throw new Error(`Missing ${place}.baseUrl`);
  if (!Array.isArray(models)) throw new Error(`Missing ${place}.models`);
  return {
    baseUrl,
    ...(typeof api === "string" && { api }),
    ...(isRecord(headers) && { headers: { ...headers } }),
    models: models.map((model: unknown) => modelOf(asNonArrayRecord(model), place)),
  };
}

function modelOf(model: UnknownRecord, place: string): UnknownRecord {
  const { id, contextWindow, maxTokens } = model;
  if (typeof id !== "string" || typeof contextWindow !== "number" || typeof maxTokens !== "number") {
    throw new Error(`A model of ${place} lacks id, contextWindow or maxTokens`);
  }
  const cost = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, ...asOptionalRecord(model["cost"]) };
  return { name: id, reasoning: false, input: ["text"], ...model, cost };
}

/** The model that a manifest names as a provider's first choice, as `provider/model`. */
export function readManifestProviderDefaultModelRef(
  manifest: ProviderManifest | undefined,
  providerId: string,
): string | undefined {
  const model = normalizeOptionalString(
    asOptionalRecord(manifest?.modelCatalog?.providers?.[providerId])?.["defaultModel"],
  );
  return model === undefined ? undefined : `${providerId}/${model}`;
}

/** The catalogue of a provider that needs a key; null without one. */
export async function buildSingleProviderApiKeyCatalog(of: {
  ctx: CatalogueContext;
  providerId: string;
  buildProvider: () => Built<ProviderConfig>;
  /** Whether the operator's config may name another server. */
  allowExplicitBaseUrl?: boolean;
}): Promise<{ provider: ProviderConfig } | null> {
  const id = normalizeProviderId(of.providerId);
  const { apiKey } = of.ctx.resolveProviderApiKey(id);
  if (!apiKey) return null;
  const configured = Object.entries(of.ctx.config.models?.providers ?? {});
  const [, own] = configured.find(([name]) => normalizeProviderId(name) === id) ?? [];
  const baseUrl = of.allowExplicitBaseUrl === true && normalizeOptionalString(asOptionalRecord(own)?.["baseUrl"]);
  return { provider: { ...(await of.buildProvider()), ...(baseUrl && { baseUrl }), apiKey } };
}

/** The same for several providers of one key. */
export async function buildPairedProviderApiKeyCatalog(of: {
  ctx: CatalogueContext;
  providerId: string;
  buildProviders: () => Built<Readonly<Record<string, ProviderConfig>>>;
}): Promise<{ providers: Record<string, ProviderConfig> } | null> {
  const { apiKey } = of.ctx.resolveProviderApiKey(normalizeProviderId(of.providerId));
  if (!apiKey) return null;
  const providers = Object.entries(await of.buildProviders());
  return { providers: Object.fromEntries(providers.map(([id, provider]) => [id, { ...provider, apiKey }])) };
}
