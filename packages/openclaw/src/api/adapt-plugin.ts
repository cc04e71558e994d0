import { MortiseError } from "@mortise/core";
import { didYouMean, foldId, type FormatHost, type ReadyCandidate } from "@mortise/core/catalog";
import type { PluginApi } from "@mortise/sdk";
import { diagnoseOpenclaw } from "../diagnostics.js";
import type { Compat } from "../subject.js";
import { buildApi } from "./build-api.js";
import { findDefinition, type Definition } from "./find-definition.js";
import { removedMembers } from "./members.js";
import { createScope, type PluginScope } from "./scope.js";
import { baseIdOf } from "./settings.js";
import { openclawVersion } from "./version.js";

/** A plugin of OpenClaw's as one that core can load. */
interface AdaptedPlugin {
  /** Absent where the module names none. Core holds it against the manifest's. */
  readonly id?: string;
  /** Gives a promise where the module's does, which core refuses; nothing else of what it gives is kept. */
  register(native: PluginApi): unknown;
}

/**
 * Turns what an entry module exports into a plugin whose `register` is given core's `api`, and gives the module's own one
 * in OpenClaw's form. Throws `LOAD_NO_PLUGIN` where the module exports no plugin.
 */
export function adaptPlugin(
  namespace: unknown,
  plugin: ReadyCandidate,
  host: FormatHost,
  compat: Compat,
): AdaptedPlugin {
  const definition = findDefinition(namespace);
  return {
    ...(definition.id !== undefined && { id: idFor(definition.id, plugin) }),
    register(native) {
      const scope = createScope({ native, plugin, definition, compat, host });
      adviseOfExtras(scope);
      return registerWith(definition, scope);
    },
  };
}

/** The code of one of several entries of a package names the package's id. */
function idFor(id: string, plugin: ReadyCandidate): string {
  return foldId(id) === foldId(baseIdOf(plugin.id)) ? plugin.id : id;
}

function registerWith(definition: Definition, scope: PluginScope): unknown {
  const api = buildApi(scope);
  try {
    const returned = definition.register(api);
    return isPromiseLike(returned) ? returned : undefined;
  } catch (error) {
    throw explained(error, api);
  }
}

function isPromiseLike(value: unknown): boolean {
  return typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === "function";
}

/** The commonest mistakes by far: a method that OpenClaw has removed, and one that it never had. */
function explained(error: unknown, api: object): unknown {
  const member = error instanceof TypeError ? /(\w+) is not a function/.exec(error.message)?.[1] : undefined;
  if (!(error instanceof TypeError) || member === undefined || member in api) return error;
  const instead = removedMembers.get(member);
  if (instead === undefined && !/^(?:register|on)[A-Z]/.test(member)) return error;
  const suggestion = didYouMean(member, Object.keys(api));
  const diagnostic =
    instead === undefined
      ? diagnoseOpenclaw("OPENCLAW_MEMBER_UNKNOWN", { member, suggestion, version: openclawVersion })
      : diagnoseOpenclaw("OPENCLAW_MEMBER_REMOVED", { member, instead });
  const explanation = new MortiseError(diagnostic, error);
  // Where the plugin made the call is what its author needs.
  if (error.stack !== undefined) explanation.stack = error.stack;
  return explanation;
}

const extras: Readonly<Record<string, string>> = {
  reload: "a plugin is loaded anew when its config changes",
  nodeHostCommands: "the gateway has no nodes",
  securityAuditCollectors: "there is no audit to add to",
};

/** What a definition brings beside `register`. */
function adviseOfExtras({ definition: { members }, advise }: PluginScope): void {
  for (const [name, reason] of Object.entries(extras)) if (members[name] !== undefined) advise(name, reason);
}
