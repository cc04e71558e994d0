import { diagnose, hooksKey, isDangerousName, type PluginManifest } from "@mortise/core/catalog";
import type { Fields } from "./fields/known.js";
import type { Subject } from "./subject.js";

type Provided = PluginManifest["provides"];

/** Ids with their metadata, the contract key they belong under here, and where the manifest lists them. */
interface Declared {
  readonly key: string;
  readonly ids: Provided[string];
  readonly pointer: string;
}

/** What the manifest declares that this host has a word for: contract key to id to metadata. */
export function readProvides(subject: Subject, fields: Fields): Provided {
  const { contracts = {}, commandAliases = [] } = fields;
  // The other aliases name commands of OpenClaw's command line, not of a chat.
  const commands = commandAliases.flatMap(({ name, kind }) => (name && kind === "runtime-slash" ? [name] : []));
  const declared: readonly Declared[] = [
    { key: "text-inference", ids: textInference(fields), pointer: "/providers" },
    { key: "speech", ids: bare(contracts.speechProviders), pointer: "/contracts/speechProviders" },
    {
      key: "media-understanding",
      ids: bare(contracts.mediaUnderstandingProviders),
      pointer: "/contracts/mediaUnderstandingProviders",
    },
    { key: "embedding", ids: bare(contracts.embeddingProviders), pointer: "/contracts/embeddingProviders" },
    { key: "web-search", ids: bare(contracts.webSearchProviders), pointer: "/contracts/webSearchProviders" },
    { key: "tools", ids: bare(contracts.tools), pointer: "/contracts/tools" },
    { key: "commands", ids: bare(commands), pointer: "/commandAliases" },
  ];
  const usable = declared.map((list) => [list.key, usableIds(subject, list)] as const);
  return Object.fromEntries(usable.filter(([, ids]) => Object.keys(ids).length > 0));
}

/** The ids that the contract takes; core would report the others too, at a pointer this manifest does not have. */
function usableIds({ source, report, at }: Subject, { key, ids, pointer }: Declared): Provided[string] {
  const contract = source.vocabulary.byKey.get(key);
  if (!contract) return {};
  const usable = Object.entries(ids).filter(([id]) => {
    const accepted = contract.idPattern.test(id) && !isDangerousName(id);
    if (!accepted) report(diagnose("MANIFEST_ID_INVALID", { id }, { ...at(pointer), level: "warning" }));
    return accepted;
  });
  return Object.fromEntries(usable);
}

function bare(ids: readonly string[] = []): Provided[string] {
  return Object.fromEntries(ids.map((id) => [id, {}]));
}

function textInference({ providers = [], modelCatalog }: Fields): Provided[string] {
  const catalogs = modelCatalog?.providers ?? {};
  return Object.fromEntries(
    providers.map((id) => {
      const models = Object.hasOwn(catalogs, id) ? (catalogs[id]?.models ?? []) : [];
      const ids = models.flatMap((model) => (model.id === undefined ? [] : [model.id]));
      return [id, ids.length > 0 ? { models: ids } : {}];
    }),
  );
}

/**
 * What an OpenClaw manifest has no field for, so that only the code knows: hooks, services, routes, and commands, of
 * which it can list some. OpenClaw does hold plugins to `contracts.tools`; published plugins often leave it out.
 */
export function undeclarableKeys({ compat, source }: Subject): readonly string[] {
  const keys = ["services", "routes", "commands", ...(compat === "lenient" ? ["tools"] : [])];
  return [hooksKey, ...keys.filter((key) => source.vocabulary.byKey.has(key))];
}
