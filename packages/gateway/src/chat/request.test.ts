import { describe, expect, it } from "vitest";
import { ApiError } from "../http/api-error.js";
import { readChatCall } from "./request.js";

const messages = [{ role: "user", content: "hi" }];

function refusal(body: object): Pick<ApiError, "status" | "param" | "code" | "message"> {
  try {
    readChatCall({ model: "m", messages, ...body }, undefined);
  } catch (error) {
    if (error instanceof ApiError)
      return { status: error.status, param: error.param, code: error.code, message: error.message };
    throw error;
  }
  throw new Error("the request was taken");
}

const image = (url: unknown) => ({
  messages: [{ role: "user", content: [{ type: "image_url", image_url: { url } }] }],
});
const tools = [{ type: "function", function: { name: "weather" } }];

describe("a request that is wrong [GATE-1]", () => {
  it.each([
    [{ model: undefined }, "model", "missing_required_parameter"],
    [{ model: 5 }, "model", "invalid_type"],
    [{ messages: undefined }, "messages", "missing_required_parameter"],
    [{ messages: [] }, "messages", "empty_array"],
    [{ messages: "hi" }, "messages", "invalid_type"],
    [{ messages: [{ role: "robot", content: "" }] }, "messages[0].role", "invalid_value"],
    [{ messages: [...messages, { role: "user" }] }, "messages[1].content", "missing_required_parameter"],
    [
      { messages: [{ role: "user", content: [{ type: "input_audio" }] }] },
      "messages[0].content[0].type",
      "invalid_value",
    ],
    [{ messages: [{ role: "assistant" }] }, "messages[0].content", "missing_required_parameter"],
    [{ messages: [{ role: "tool", content: "x" }] }, "messages[0].tool_call_id", "missing_required_parameter"],
    [image("ftp://example.com/cat.png"), "messages[0].content[0].image_url.url", "invalid_image_url"],
    [image("data:image/png,raw"), "messages[0].content[0].image_url.url", "invalid_image_url"],
    [image("data:image/png;base64,%%%"), "messages[0].content[0].image_url.url", "invalid_image_url"],
    [image("data:text/html;base64,aGk="), "messages[0].content[0].image_url.url", "invalid_image_url"],
    [{ temperature: 3 }, "temperature", "invalid_value"],
    [{ temperature: "hot" }, "temperature", "invalid_type"],
    [{ max_tokens: 1.5 }, "max_tokens", "invalid_type"],
    [{ max_completion_tokens: 0 }, "max_completion_tokens", "invalid_value"],
    [{ stop: ["a", 1] }, "stop[1]", "invalid_type"],
    [{ stream: "yes" }, "stream", "invalid_type"],
    [{ stream_options: { include_usage: true } }, "stream_options", "invalid_value"],
    [{ n: 2 }, "n", "unsupported_parameter"],
    [{ logprobs: true }, "logprobs", "unsupported_parameter"],
    [{ modalities: ["text", "audio"] }, "modalities", "unsupported_parameter"],
    [{ functions: [] }, "functions", "unsupported_parameter"],
    [{ tool_choice: "auto" }, "tool_choice", "invalid_value"],
    [{ tools, tool_choice: { type: "function", function: { name: "other" } } }, "tool_choice", "invalid_value"],
    [{ tools: [{ type: "custom" }] }, "tools[0].type", "invalid_value"],
    [{ response_format: { type: "json_schema" } }, "response_format.json_schema", "missing_required_parameter"],
  ])("%j names %s", (body, param, code) => {
    const found = refusal(body);
    expect(found).toMatchObject({ status: 400, param, code });
    expect(found.message).toContain(param);
  });
});

describe("a request that is right", () => {
  const read = (body: object, defaultModel?: string) => readChatCall({ model: "m", messages, ...body }, defaultModel);

  it("may leave out the model where a default is configured", () => {
    expect(read({ model: undefined }, "offline/offline-chat").model).toBe("offline/offline-chat");
    expect(read({}, "offline/offline-chat").model).toBe("m");
  });

  it("may say null for what it does not set, and carry members that nobody knows", () => {
    const call = read({ temperature: null, tools: null, stream: null, n: 1, user: 5, metadata: { a: 1 } });
    expect(call).toEqual({
      model: "m",
      request: { messages },
      namedTools: new Set(),
      stream: false,
      includeUsage: false,
      files: [],
    });
  });

  it("may have files in it, of which the model reads that they came", () => {
    const file = { filename: "a.pdf", file_data: "data:application/pdf;base64,AQI=" };
    const { request, files } = read({ messages: [{ role: "user", content: [{ type: "file", file }] }] });
    const text = '[File "a.pdf", application/pdf, 2 bytes]';
    expect(request.messages).toEqual([{ role: "user", content: [{ type: "text", text }] }]);
    expect(files).toEqual([{ name: "a.pdf", mediaType: "application/pdf", bytes: new Uint8Array([1, 2]) }]);
    for (const wrong of [{ file_id: "f" }, { file_data: "AQI=" }, { file_data: "data:;base64,AQI=" }]) {
      const content = [{ type: "file", file: wrong }];
      expect(() => read({ messages: [{ role: "user", content }] })).toThrow("messages[0].content[0].file.file_data");
    }
  });

  it("says for whom it is made, and in which session", () => {
    const call = read({ user: "u", metadata: { session_id: "s" } });
    expect(call).toMatchObject({ user: "u", sessionId: "s" });
    expect(read({ user: null, metadata: "s" })).not.toHaveProperty("sessionId");
  });

  it("has several stop texts, json, and any of the simple choices of tools", () => {
    const { request } = read({
      stop: ["a", "b"],
      response_format: { type: "json_object" },
      tools,
      tool_choice: "required",
    });
    expect(request).toMatchObject({ stop: ["a", "b"], responseFormat: { type: "json" }, toolChoice: "required" });
  });

  it("has no member of the prototype's", () => {
    expect(() => read(JSON.parse('{"model":null,"__proto__":{"model":"m"}}') as object)).toThrow("'model'");
  });
});
