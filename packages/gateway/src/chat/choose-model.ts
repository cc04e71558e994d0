import { textInference, type TextInferenceProvider } from "@mortise/sdk";
import type { ResolvedProvider } from "@mortise/core";
import { modelNotFound } from "../http/api-error.js";
import { knownModels } from "../models/known.js";
import { findTarget } from "../models/target.js";
import type { Exchange, Serving } from "../serving.js";
import type { ChatCall } from "./request.js";

/** The model that answers. */
export interface ChosenModel {
  readonly provider: ResolvedProvider<TextInferenceProvider>;
  /** Its id within the provider. */
  readonly model: string;
  /** `provider/model`. */
  readonly name: string;
  /** Texts for the prompt that came with the choice, from the legacy hook. */
  readonly system: readonly string[];
}

/**
 * Chooses the model and loads its provider: what `before_model_resolve` says, else what the legacy `before_agent_start`
 * says, else what the caller named. Throws what `findTarget` throws.
 */
export async function chooseModel(call: ChatCall, exchange: Exchange, serving: Serving): Promise<ChosenModel> {
  const { requestId, signal } = exchange;
  const { host } = serving;
  const bounds = { requestId, signal };
  const { model: named, request } = call;
  await host.prepareHook("before_agent_start");
  const start = { requestId, model: named, messages: request.messages };
  const legacy = await host.hooks.modify("before_agent_start", start, bounds);
  await host.prepareHook("before_model_resolve");
  const wanted = textOf(legacy?.model) ?? named;
  const answer = await host.hooks.modify("before_model_resolve", { requestId, model: wanted }, bounds);
  const target = await findTarget(textInference, textOf(answer?.model) ?? wanted, host);
  const { provider } = target;
  const model = target.model ?? onlyModel(provider.id, serving);
  return { provider, model, name: `${provider.id}/${model}`, system: textsOf(legacy?.system) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The texts in a list that a plugin gave; whatever else is in it counts for nothing. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text: unknown): text is string => textOf(text) !== undefined) : [];
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
