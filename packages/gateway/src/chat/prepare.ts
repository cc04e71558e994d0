import { textInference, type ChatMessage, type ChatRequest } from "@mortise/sdk";
import { modelNotFound } from "../http/api-error.js";
import { knownModels } from "../models/known.js";
import { findTarget } from "../models/target.js";
import type { Exchange, Serving } from "../serving.js";
import type { ChatCall } from "./request.js";
import type { Turn } from "./turn.js";

/** Takes a request as far as the provider: hears the message, chooses the model, builds the prompt. */
export async function prepareTurn(call: ChatCall, exchange: Exchange, serving: Serving): Promise<Turn> {
  const { requestId } = exchange;
  const { messages } = call.request;
  await serving.emissions.observe("message_received", { requestId, model: call.model, messages }, requestId);
  const { provider, model: chosen } = await findTarget(
    textInference,
    await chooseModel(call, exchange, serving),
    serving.host,
  );
  const model = chosen ?? onlyModel(provider.id, serving);
  const name = `${provider.id}/${model}`;
  const system = await systemTexts(name, messages, exchange, serving);
  const prompt: ChatMessage[] = system.length > 0 ? [{ role: "system", content: system.join("\n\n") }] : [];
  const request: ChatRequest = { ...call.request, model, messages: [...prompt, ...messages] };
  return { ...exchange, provider, request, model: name };
}

async function chooseModel({ model }: ChatCall, { requestId, signal }: Exchange, { host }: Serving): Promise<string> {
  await host.prepareHook("before_model_resolve");
  const answer = await host.hooks.modify("before_model_resolve", { requestId, model }, { requestId, signal });
  const other: unknown = answer?.model;
  return typeof other === "string" && other !== "" ? other : model;
}

/** A provider that was named without a model is enough where it has one. */
function onlyModel(provider: string, { host }: Serving): string {
  const models = knownModels(textInference, host).flatMap((known) =>
    known.provider === provider ? (known.model ?? []) : [],
  );
  const [only, ...others] = models;
  if (only !== undefined && others.length === 0) return only;
  const example = only === undefined ? "" : `, for example '${provider}/${only}'`;
  throw modelNotFound(`'${provider}' is a provider; name one of its models too${example}.`);
}

async function systemTexts(
  model: string,
  messages: readonly ChatMessage[],
  { requestId, signal }: Exchange,
  { host }: Serving,
): Promise<readonly string[]> {
  await host.prepareHook("before_prompt_build");
  const answer = await host.hooks.modify("before_prompt_build", { requestId, model, messages }, { requestId, signal });
  const texts: unknown = answer?.system;
  return Array.isArray(texts) ? texts.filter((text: unknown) => typeof text === "string" && text !== "") : [];
}
