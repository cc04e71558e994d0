import { diagnose, hooksKey, isDangerousName } from "@mortise/core/catalog";
import type { Fields } from "../fields/known.js";
import type { Subject } from "../subject.js";
import { readChannels } from "./channels.js";
import { readCommands } from "./commands.js";
import { readContracts } from "./contracts.js";
import type { Declared, Provided } from "./declared.js";
import { readModelProviders } from "./models.js";
import { readMcpServers, readSkills } from "./resources.js";

/** What the manifest declares that this host has a word for: contract key to id to metadata. */
export function readProvides(subject: Subject, fields: Fields): Provided {
  const { byKey } = subject.source.vocabulary;
  const declared: readonly Declared[] = [
    ...readModelProviders(subject, fields),
    ...readContracts(fields),
    readChannels(subject, fields),
    ...readCommands(fields),
    ...(byKey.has("skills") ? [readSkills(subject, fields)] : []),
    ...(byKey.has("mcp-servers")
      ? [{ key: "mcp-servers", ids: readMcpServers(subject, fields), pointer: "/mcpServers" }]
      : []),
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

/** The keys that a manifest has a field for. */
const declarable: ReadonlySet<string> = new Set([
  "text-inference",
  "speech",
  "realtime-transcription",
  "realtime-voice",
  "media-understanding",
  "image-generation",
  "music-generation",
  "video-generation",
  "web-fetch",
  "web-search",
  "embedding",
  "channel",
  "cli-backend",
  "tools",
]);

/**
 * What an OpenClaw manifest has no field for, so that only the code knows: hooks, services, routes and more; commands,
 * of which it can list some; and what fills a slot, where `kind` says that the plugin can. OpenClaw does hold plugins to
 * `contracts.tools`; published plugins often leave it out.
 */
export function undeclarableKeys({ compat, source }: Subject, slots: readonly string[]): readonly string[] {
  const contracts = [...source.vocabulary.byKey.values()].filter(({ key, declaredBy, slot }) => {
    if (declaredBy === "manifest") return false;
    if (slot) return slots.includes(slot.name);
    return !declarable.has(key) || (key === "tools" && compat === "lenient");
  });
  return [hooksKey, ...contracts.map(({ key }) => key)];
}
