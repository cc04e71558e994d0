import type { ChatMessage, ContentPart, ToolCall } from "@mortise/sdk";
import { badRequest } from "../http/api-error.js";
import {
  anObject,
  aText,
  listOf,
  memberOf,
  oneOf,
  optional,
  required,
  someOf,
  someText,
  type JsonObject,
  type Reader,
} from "../http/fields.js";
import { aFile, fileText } from "./files.js";
import { anImage } from "./image.js";

/** Reads one message of a chat request. */
export const aMessage: Reader<ChatMessage> = (value, param) => {
  const message = anObject(value, param);
  const role = required(message, "role", oneOf("system", "developer", "user", "assistant", "tool"), param);
  if (role === "assistant") return anAnswer(message, param);
  if (role === "tool") {
    const content = required(message, "content", texts, param);
    return { role, content, toolCallId: required(message, "tool_call_id", someText, param) };
  }
  // OpenAI's newer models say "developer" for what was "system".
  if (role !== "user") return { role: "system", content: required(message, "content", texts, param) };
  return { role, content: required(message, "content", userContent, param) };
};

function anAnswer(message: JsonObject, param: string): ChatMessage {
  const toolCalls = optional(message, "tool_calls", listOf(aToolCall), param) ?? [];
  const content = optional(message, "content", texts, param) ?? optional(message, "refusal", aText, param);
  if (content === undefined && toolCalls.length === 0) required(message, "content", texts, param);
  return { role: "assistant", content: content ?? "", ...(toolCalls.length > 0 && { toolCalls }) };
}

const aToolCall: Reader<ToolCall> = (value, param) => {
  const call = anObject(value, param);
  required(call, "type", oneOf("function"), param);
  const called = required(call, "function", anObject, param);
  const path = memberOf(param, "function");
  return {
    id: required(call, "id", someText, param),
    name: required(called, "name", someText, path),
    arguments: required(called, "arguments", aText, path),
  };
};

/** Text, or parts that are all text, joined. */
const texts: Reader<string> = (value, param) => {
  if (!Array.isArray(value)) return aText(value, param);
  return listOf(aTextPart)(value, param).join("");
};

const aTextPart: Reader<string> = (value, param) => {
  const part = anObject(value, param);
  const type = required(part, "type", oneOf("text", "refusal"), param);
  return required(part, type, aText, param);
};

const userContent: Reader<string | readonly ContentPart[]> = (value, param) =>
  Array.isArray(value) ? someOf(aPart)(value, param) : aText(value, param);

const aPart: Reader<ContentPart> = (value, param) => {
  const part = anObject(value, param);
  const type = required(part, "type", aText, param);
  if (type === "text") return { type, text: required(part, "text", aText, param) };
  if (type === "file") return { type: "text", text: fileText(required(part, "file", aFile, param)) };
  if (type !== "image_url") {
    const path = memberOf(param, "type");
    const message = `Invalid value for '${path}': this gateway takes 'text', 'image_url' and 'file', but got '${type}'.`;
    throw badRequest(message, "invalid_value", path);
  }
  const image = required(part, "image_url", anObject, param);
  return required(image, "url", anImage, memberOf(param, "image_url"));
};
