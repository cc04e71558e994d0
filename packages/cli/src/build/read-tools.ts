import {
  createHost,
  foldId,
  reasonTexts,
  type Diagnostic,
  type Host,
  type LoadedConfig,
  type Registration,
} from "@mortise/core";
import { readApplication } from "../application.js";
import { closeHost } from "../child/close-host.js";
import { diagnoseCli } from "../diagnostics.js";
import { readPlugin } from "./find-plugins.js";
import { isJsonObject } from "./json.js";
import type { BuildAnswer, BuildJob, ToolSchema } from "./protocol.js";
import { usableSchema } from "./usable-schema.js";

/**
 * Lets a plugin register in a host that has no other, with the settings that the application's config has for it, and
 * takes the schemas of its tools. Throws `CLI_BUILD_SCHEMA_UNUSABLE`.
 */
export async function readTools({ root, config, state }: BuildJob): Promise<BuildAnswer> {
  const { candidate } = await readPlugin(root);
  const { loaded } = await readApplication(config, "recall");
  const host = await createHost({
    config: { plugins: { load: { paths: [root] }, entries: { [candidate.id]: entryOf(candidate.id, loaded) } } },
    // What settings name by path is meant from where they are written.
    cwd: loaded.base,
    roots: { workspace: [], global: [] },
    folders: { state },
    development: true,
    services: "leave",
  });
  await host.load([candidate.id]);
  const registered = host.registry.instances.get(foldId(candidate.id))?.registrations;
  const answer = registered
    ? { tools: toolsOf([...registered]), diagnostics: [] }
    : { diagnostics: [...refusal(candidate.id, host), ...loaded.diagnostics.filter(isError)] };
  await closeHost(host);
  return answer;
}

function entryOf(id: string, { config }: LoadedConfig) {
  const entries = Object.entries(config.plugins?.entries ?? {});
  const [, entry] = entries.find(([known]) => foldId(known) === foldId(id)) ?? [];
  return { ...entry, enabled: true };
}

function toolsOf(registered: readonly Registration[]): Readonly<Record<string, ToolSchema>> {
  const tools = registered.filter(({ contract }) => contract.key === "tools");
  return Object.fromEntries(tools.flatMap((tool) => [[tool.id, schemaOf(tool)] as const].filter(isDescribed)));
}

/** What a tool says of itself before anyone calls it. */
function schemaOf({ id, plugin, value }: Registration): ToolSchema | undefined {
  const { description, parameters, optional } = value;
  if (typeof description !== "string" || !isJsonObject(parameters)) return undefined;
  const schema = usableSchema(parameters, { owner: `What the tool "${id}" has as parameters`, plugin });
  return { description, parameters: schema, ...(optional === true && { optional }) };
}

function isDescribed(entry: readonly [string, ToolSchema | undefined]): entry is readonly [string, ToolSchema] {
  return entry[1] !== undefined;
}

/** Why a plugin was not loaded. */
function refusal(id: string, host: Host): readonly Diagnostic[] {
  const state = host.controlPlane.plugins.find(({ decision }) => foldId(decision.candidate.id) === foldId(id));
  const mayRun = state === undefined || state.decision.enabled;
  const reason = mayRun ? "loading it failed" : reasonTexts[state.decision.reason];
  return [
    diagnoseCli("CLI_BUILD_NOT_LOADED", { reason }, { plugin: id }),
    ...host.diagnostics.all.filter((diagnostic) => isError(diagnostic) && diagnostic.plugin === id),
  ];
}

function isError({ level }: Diagnostic): boolean {
  return level === "error";
}
