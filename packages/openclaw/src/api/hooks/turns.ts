import { toTheirConversation, toTheirMessage } from "../messages.js";
import { membersOf, present, textOf, textsOf } from "../reading.js";
import { joinModel, splitModel } from "../turn-context.js";
import { agentContext } from "./agent-context.js";
import { mapHook, type HookMapping } from "./mapping.js";
import { claimed, promptTexts, refuse } from "./results.js";

/** The hooks before a model is asked, and those when it has answered. */
export const turnHooks: readonly HookMapping[] = [
  mapHook("before_agent_start", {
    note: "Texts for the user's message become system texts.",
    event({ requestId, model, messages }) {
      const { prompt, history } = toTheirConversation(messages);
      return { prompt, messages: history, runId: requestId, model };
    },
    context: agentContext,
    result(result, { model }) {
      const system = promptTexts(result);
      return orNothing({ model: otherModel(result, model), ...(system.length > 0 && { system }) });
    },
  }),
  mapHook("before_model_resolve", {
    note: "The prompt is not told: when a model is chosen, plugins are told the model alone.",
    event: () => ({ prompt: "", attachments: [] }),
    context: agentContext,
    result: (result, { model }) => orNothing({ model: otherModel(result, model) }),
  }),
  mapHook("before_agent_reply", {
    note: "The text of a reply is kept, its media are not.",
    event: ({ messages }) => ({ cleanedBody: toTheirConversation(messages).prompt }),
    context: agentContext,
    result: (result) => claimed(result, membersOf(membersOf(result)["reply"])["text"]),
  }),
  mapHook("agent_turn_prepare", {
    note: "There are no queued injections.",
    event({ messages }) {
      const { prompt, history } = toTheirConversation(messages);
      return { prompt, messages: history, queuedInjections: [] };
    },
    context: agentContext,
    result(result) {
      const { prependContext, appendContext } = membersOf(result);
      return orNothing({ prepend: listOf(prependContext), append: listOf(appendContext) });
    },
  }),
  mapHook("before_prompt_build", {
    note: "All texts become system texts; a system prompt is added and replaces none.",
    event({ messages }) {
      const { prompt, history } = toTheirConversation(messages);
      return { prompt, messages: history };
    },
    context: agentContext,
    result(result) {
      const { toolsAllow } = membersOf(result);
      return orNothing({
        system: orUndefined(promptTexts(result)),
        toolsAllow: Array.isArray(toolsAllow) ? textsOf(toolsAllow) : undefined,
      });
    },
  }),
  mapHook("before_agent_run", {
    event({ messages }) {
      const { prompt, history, systemPrompt } = toTheirConversation(messages);
      return { prompt, messages: history, ...present({ systemPrompt }) };
    },
    context: agentContext,
    result(result) {
      const { outcome, message, reason } = membersOf(result);
      if (outcome === "pass") return undefined;
      if (outcome === "block") return refuse(message, reason);
      throw new TypeError('before_agent_run takes { outcome: "pass" } or { outcome: "block", reason }');
    },
  }),
  mapHook("before_agent_finalize", {
    note: "How often a model is sent back is the gateway's to say.",
    event: ({ requestId, model, messages, content }) => ({
      runId: requestId,
      sessionId: requestId,
      ...splitModel(model),
      stopHookActive: false,
      lastAssistantMessage: content,
      messages: toTheirConversation(messages).messages,
    }),
    context: agentContext,
    result(result) {
      const { action, reason, retry } = membersOf(result);
      if (action !== "revise") return undefined;
      return orNothing({ revise: listOf(membersOf(retry)["instruction"] ?? reason) });
    },
  }),
  mapHook("agent_end", {
    event: ({ requestId, messages, success, error, durationMs }) => ({
      runId: requestId,
      messages: toTheirConversation(messages).messages,
      success,
      ...present({ error }),
      durationMs,
    }),
    context: agentContext,
  }),
];

/** The hooks of each call of a model. */
export const modelCallHooks: readonly HookMapping[] = [
  mapHook("model_call_started", {
    event: ({ requestId, provider, model, call }) => ({
      runId: requestId,
      callId: `${requestId}:${call}`,
      provider,
      model,
    }),
    context: agentContext,
  }),
  mapHook("model_call_ended", {
    note: "Nothing is told of bytes and first bytes.",
    event: ({ requestId, provider, model, call, outcome, durationMs }) => ({
      runId: requestId,
      callId: `${requestId}:${call}`,
      provider,
      model,
      durationMs,
      outcome: outcome === "answered" ? "completed" : "error",
    }),
    context: agentContext,
  }),
  mapHook("llm_input", {
    event({ requestId, provider, request }) {
      const { prompt, history, systemPrompt, imagesCount } = toTheirConversation(request.messages);
      return {
        runId: requestId,
        sessionId: requestId,
        provider,
        model: request.model,
        ...present({ systemPrompt, tools: request.tools }),
        prompt,
        historyMessages: history,
        imagesCount,
      };
    },
    context: ({ requestId, provider, request }, context, scope) =>
      agentContext({ requestId, provider, model: request.model }, context, scope),
  }),
  mapHook("llm_output", {
    event({ requestId, provider, model, result, error }) {
      const { inputTokens: input, outputTokens: output } = result?.usage ?? {};
      const usage = present({ input, output, total: input && output && input + output });
      return {
        runId: requestId,
        sessionId: requestId,
        provider,
        model,
        resolvedRef: joinModel(provider, model),
        assistantTexts: textsOf([result?.message.content]),
        ...present({ lastAssistant: result && toTheirMessage(result.message), error }),
        ...(result?.usage && { usage }),
      };
    },
    context: agentContext,
  }),
];

/** The model that an answer asks for; the part that it does not name stays. */
function otherModel(result: unknown, current: string): string | undefined {
  const { modelOverride, providerOverride } = membersOf(result);
  const model = textOf(modelOverride);
  const provider = textOf(providerOverride);
  if (model === undefined && provider === undefined) return undefined;
  const known = splitModel(current);
  const named = splitModel(model ?? known.model);
  return joinModel(provider ?? named.provider ?? known.provider, model === undefined ? known.model : named.model);
}

function listOf(text: unknown): readonly string[] | undefined {
  return orUndefined(textsOf([text]));
}

function orUndefined<Value>(list: readonly Value[]): readonly Value[] | undefined {
  return list.length > 0 ? list : undefined;
}

/** Nothing instead of an answer that says nothing. */
function orNothing(answer: Record<string, unknown>): unknown {
  const said = present(answer);
  return Object.keys(said).length > 0 ? said : undefined;
}
