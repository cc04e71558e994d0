import type { CallFile, ChatRequest, ToolDescription } from "@mortise/sdk";
import { badRequest } from "../http/api-error.js";
import {
  aBoolean,
  aNumber,
  anObject,
  aText,
  aWhole,
  listOf,
  memberOf,
  oneOf,
  optional,
  present,
  refuse,
  required,
  someOf,
  someText,
  type JsonObject,
  type Reader,
} from "../http/fields.js";
import { filesOf } from "./files.js";
import { aMessage } from "./messages.js";

/** A chat request as the caller made it; the model is not looked up yet. */
export interface ChatCall {
  /** As the caller named it. */
  readonly model: string;
  readonly request: Omit<ChatRequest, "model">;
  /** The names of those of its tools that it only named, without a description or parameters. */
  readonly namedTools: ReadonlySet<string>;
  readonly stream: boolean;
  /** Whether a stream ends with the counts of tokens. */
  readonly includeUsage: boolean;
  /** Whom the caller makes the request for, as it says. */
  readonly user?: string;
  /** `metadata.session_id`. */
  readonly sessionId?: string;
  /** What came inside the messages. */
  readonly files: readonly CallFile[];
}

/**
 * Reads the body of `POST /v1/chat/completions`. Throws 400 that names the parameter. What changes an answer and no
 * contract carries is refused; other members that this gateway does not know are ignored, as OpenAI's clients expect.
 */
export function readChatCall(body: JsonObject, defaultModel: string | undefined): ChatCall {
  const named = optional(body, "model", someText) ?? defaultModel;
  const stream = optional(body, "stream", aBoolean) ?? false;
  const streamOptions = optional(body, "stream_options", anObject);
  if (streamOptions && !stream)
    throw badRequest("'stream_options' is only for requests with 'stream': true.", "invalid_value", "stream_options");
  refuseUnsupported(body);
  const messages = required(body, "messages", someOf(aMessage));
  return {
    model: named ?? required(body, "model", someText),
    request: { messages, ...readTools(body), ...readSampling(body) },
    namedTools: namedTools(body),
    stream,
    includeUsage: (streamOptions && optional(streamOptions, "include_usage", aBoolean, "stream_options")) ?? false,
    ...readCaller(body),
    files: filesOf(body, messages),
  };
}

/** They change no answer, so whatever else stands there is ignored. */
function readCaller({ user, metadata }: JsonObject): Pick<ChatCall, "user" | "sessionId"> {
  const { session_id: sessionId } = Object(metadata) as { readonly session_id?: unknown };
  return {
    ...(typeof user === "string" && { user }),
    ...(typeof sessionId === "string" && { sessionId }),
  };
}

function refuseUnsupported(body: JsonObject): void {
  if ((optional(body, "n", aWhole(1)) ?? 1) > 1) refuse("n", "one request gets one answer; send several requests");
  if (optional(body, "logprobs", aBoolean)) refuse("logprobs", "no provider's contract carries them");
  if (optional(body, "modalities", listOf(aText))?.includes("audio"))
    refuse("modalities", "answers are text; POST /v1/audio/speech speaks it");
  for (const old of ["functions", "function_call"]) {
    if (optional(body, old, (value) => value) !== undefined)
      refuse(old, "it was replaced by 'tools' and 'tool_choice'");
  }
}

function readSampling(body: JsonObject): Omit<ChatRequest, "model" | "messages" | "tools" | "toolChoice"> {
  return present({
    temperature: optional(body, "temperature", aNumber(0, 2)),
    topP: optional(body, "top_p", aNumber(0, 1)),
    maxOutputTokens: optional(body, "max_completion_tokens", aWhole(1)) ?? optional(body, "max_tokens", aWhole(1)),
    stop: optional(body, "stop", stopTexts),
    seed: optional(body, "seed", aWhole()),
    responseFormat: optional(body, "response_format", aResponseFormat),
  });
}

const stopTexts: Reader<readonly string[]> = (value, param) =>
  typeof value === "string" ? [someText(value, param)] : listOf(someText)(value, param);

const aResponseFormat: Reader<NonNullable<ChatRequest["responseFormat"]>> = (value, param) => {
  const format = anObject(value, param);
  const type = required(format, "type", oneOf("text", "json_object", "json_schema"), param);
  if (type !== "json_schema") return { type: type === "text" ? "text" : "json" };
  const described = required(format, "json_schema", anObject, param);
  const path = memberOf(param, "json_schema");
  return {
    type: "json-schema",
    name: required(described, "name", someText, path),
    schema: optional(described, "schema", anObject, path) ?? {},
  };
};

function readTools(body: JsonObject): Pick<ChatRequest, "tools" | "toolChoice"> {
  const tools = optional(body, "tools", listOf(aTool));
  const toolChoice = optional(body, "tool_choice", aToolChoice);
  if (toolChoice !== undefined && toolChoice !== "none" && !tools?.length) {
    throw badRequest("'tool_choice' is only allowed when 'tools' are given.", "invalid_value", "tool_choice");
  }
  if (typeof toolChoice === "object" && !tools?.some(({ name }) => name === toolChoice.name)) {
    throw badRequest(
      `'tool_choice' names '${toolChoice.name}', which is not among 'tools'.`,
      "invalid_value",
      "tool_choice",
    );
  }
  return present({ tools, toolChoice });
}

const aTool: Reader<ToolDescription> = (value, param) => {
  const tool = anObject(value, param);
  required(tool, "type", oneOf("function"), param);
  const described = required(tool, "function", anObject, param);
  const path = memberOf(param, "function");
  return {
    name: required(described, "name", someText, path),
    description: optional(described, "description", aText, path) ?? "",
    parameters: optional(described, "parameters", anObject, path) ?? { type: "object", properties: {} },
  };
};

/** The tools that a request names and does not describe: those of plugins, where there are such. */
function namedTools(body: JsonObject): ReadonlySet<string> {
  const tools = optional(body, "tools", listOf(anObject)) ?? [];
  const named = tools.flatMap((tool) => {
    const { name, description, parameters } = anObject(tool["function"], "tools");
    return typeof name === "string" && description === undefined && parameters === undefined ? [name] : [];
  });
  return new Set(named);
}

const aToolChoice: Reader<NonNullable<ChatRequest["toolChoice"]>> = (value, param) => {
  if (typeof value === "string") return oneOf("auto", "none", "required")(value, param);
  const choice = anObject(value, param);
  required(choice, "type", oneOf("function"), param);
  const chosen = required(choice, "function", anObject, param);
  return { name: required(chosen, "name", someText, memberOf(param, "function")) };
};
