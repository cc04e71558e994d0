import type { ChatMessage, ChatRequest } from "@mortise/sdk";
import { openFilters } from "../filters/layers.js";
import type { Exchange, Serving } from "../serving.js";
import { chatSettings } from "./chat-settings.js";
import { chooseModel, type ChosenModel } from "./choose-model.js";
import { dispatch } from "./dispatch.js";
import { buildPrompt } from "./prompt.js";
import { refused, textReply } from "./reply.js";
import type { ChatCall } from "./request.js";
import type { Prepared } from "./turn.js";
import { emptyToolbox, openToolbox, type Toolbox } from "../tools/toolbox.js";

/** Takes a request as far as the provider, or to an answer that needs none. */
export async function prepareTurn(call: ChatCall, exchange: Exchange, serving: Serving): Promise<Prepared> {
  const dispatched = await dispatch(call, exchange, serving);
  if (dispatched) return dispatched;
  const { requestId, signal } = exchange;
  const { host } = serving;
  const bounds = { requestId, signal };
  const chosen = await chooseModel(call, exchange, serving);
  const { name: model } = chosen;

  await host.prepareHook("before_agent_reply");
  const event = { requestId, model, messages: call.request.messages };
  const claimed = await host.hooks.claim("before_agent_reply", event, bounds);
  if (claimed) return { reply: textReply(claimed.text), model };

  const prompt = await buildPrompt(call.request.messages, chosen, exchange, serving);
  await host.prepareHook("before_agent_run");
  const run = await host.hooks.gate("before_agent_run", { requestId, model, messages: prompt.messages }, bounds);
  if (run.blocked) {
    const reason = host.controlPlane.checks.redactor.text(run.reason);
    return { reply: refused(textReply(""), reason), model };
  }
  const tools = await toolsFor(call, chosen, prompt.toolsAllow, exchange, serving);
  const filters = await openFilters(exchange, serving);
  const { messages } = run.event as { readonly messages?: unknown };
  const request = requestOf(call, chosen, Array.isArray(messages) ? messages : prompt.messages, tools);
  return { turn: { ...exchange, provider: chosen.provider, request, model, tools, filters } };
}

async function toolsFor(
  { namedTools, request }: ChatCall,
  { name: model }: ChosenModel,
  allowed: readonly string[] | undefined,
  exchange: Exchange,
  serving: Serving,
): Promise<Toolbox> {
  const { toolRounds, optionalTools } = chatSettings(serving);
  if (toolRounds === 0 || request.toolChoice === "none") return emptyToolbox;
  const own = (request.tools ?? []).map(({ name }) => name);
  const taken = new Set(own.filter((name) => !namedTools.has(name)));
  const named = new Set([...namedTools, ...optionalTools]);
  return openToolbox({ model, named, taken, ...(allowed && { allowed }) }, exchange, serving);
}

/** What the caller declared goes first; a tool of a plugin's that it only named stands in its own words. */
function requestOf(
  { request }: ChatCall,
  { model }: ChosenModel,
  messages: readonly ChatMessage[],
  { descriptions, has }: Toolbox,
): ChatRequest {
  const tools = [...(request.tools ?? []).filter(({ name }) => !has(name)), ...descriptions];
  const { tools: _, ...rest } = request;
  return { ...rest, model, messages, ...(tools.length > 0 && { tools }) };
}
