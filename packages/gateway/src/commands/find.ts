import { command } from "@mortise/sdk";
import { diagnoseGateway } from "../diagnostics.js";
import { commandEntries } from "./entries.js";
import { matchPattern } from "./pattern.js";
import type { ServingHost } from "../serving.js";

/** A command that a message calls. */
export interface CalledCommand {
  /** Its name, or the alias by which it was called. */
  readonly name: string;
  /** What followed the name, without space around it. */
  readonly args: string;
  /** The groups of its pattern, where that matched. */
  readonly match?: readonly string[];
}

/**
 * Finds the command that a message calls: the prefix and a name, the prefix and an alias, then the patterns in plugin
 * order. Nothing where none does: the message is for a model.
 */
export function findCommand(message: string, prefix: string, host: ServingHost): CalledCommand | undefined {
  const text = message.trim();
  return byName(text, prefix, host) ?? byPattern(text, host);
}

function byName(text: string, prefix: string, { registry }: ServingHost): CalledCommand | undefined {
  if (!text.startsWith(prefix)) return undefined;
  const [, name, args = ""] = /^(\S+)(?:\s+([\s\S]*))?$/.exec(text.slice(prefix.length)) ?? [];
  // The registry looks for an id before it looks for an alias.
  return name !== undefined && registry.get(command, name) ? { name, args } : undefined;
}

function byPattern(text: string, host: ServingHost): CalledCommand | undefined {
  for (const { name, plugin, pattern } of commandEntries(host)) {
    if (pattern === undefined) continue;
    const found = matchPattern(pattern, text);
    if (found && "problem" in found) reportOnce({ name, plugin, pattern, reason: found.problem }, host);
    else if (found) return { name, args: text, match: found.groups };
  }
  return undefined;
}

interface BadPattern {
  readonly name: string;
  readonly plugin: string;
  readonly pattern: string;
  readonly reason: string;
}

/** By the diagnostics of a host, which it has for life. */
const reported = new WeakMap<ServingHost["diagnostics"], Set<string>>();

/** Every message is held against every pattern; once said is enough. */
function reportOnce({ name, plugin, pattern, reason }: BadPattern, host: ServingHost): void {
  const known = reported.get(host.diagnostics) ?? new Set();
  reported.set(host.diagnostics, known);
  const what = `${name} ${pattern}`;
  if (known.has(what)) return;
  known.add(what);
  host.diagnostics.report(diagnoseGateway("GATEWAY_COMMAND_PATTERN_UNUSABLE", { name, reason }, { plugin }));
}
