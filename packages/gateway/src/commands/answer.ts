import { command, type ChatMessage, type Command, type CommandInvocation } from "@mortise/sdk";
import { chatSettings } from "../chat/chat-settings.js";
import { lastUserText } from "../chat/turn.js";
import { pluginFailed } from "../http/api-error.js";
import type { Exchange, Serving } from "../serving.js";
import { readCommandArguments, usageOf } from "./arguments.js";
import { findCommand, type CalledCommand } from "./find.js";

/**
 * What a chat command answers where the last message calls one; nothing where it does not. Arguments that do not fit are
 * answered with how the command is called. Throws what the command throws, and 503 where its plugin failed.
 */
export async function answerCommand(
  messages: readonly ChatMessage[],
  exchange: Exchange,
  serving: Serving,
): Promise<{ readonly text: string } | undefined> {
  const { host } = serving;
  const { commandPrefix: prefix } = chatSettings(serving);
  const text = lastUserText(messages);
  const called = prefix === "" || text === undefined ? undefined : findCommand(text, prefix, host);
  if (!called) return undefined;
  const found = await host.resolve(command, called.name);
  if (!found) {
    const plugin = host.registry.get(command, called.name)?.plugin ?? called.name;
    throw pluginFailed(`The command '${called.name}' cannot be used`, plugin);
  }
  const invocation = await invocationOf(called, found.value, prefix);
  if ("usage" in invocation) return { text: invocation.usage };
  const { requestId, signal, scope } = exchange;
  const given: CommandInvocation = { ...invocation, ...(scope && { scope }) };
  const answer: unknown = await host.call(found, "execute", given, { requestId, signal });
  const said = (answer as { readonly text?: unknown } | undefined)?.text;
  return { text: typeof said === "string" ? said : "" };
}

/** With a pattern, its groups are the arguments; else what was typed behind the name. */
async function invocationOf(
  { name, args, match }: CalledCommand,
  { parameters }: Command,
  prefix: string,
): Promise<CommandInvocation | { readonly usage: string }> {
  if (match) return { args, match };
  if (!parameters) return { args };
  const read = await readCommandArguments(args, parameters);
  if ("values" in read) return { args, values: read.values };
  return { usage: `${read.problem}\nUsage: ${usageOf(`${prefix}${name}`, parameters)}` };
}
