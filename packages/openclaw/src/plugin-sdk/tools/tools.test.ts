import { describe, expect, it } from "vitest";
import * as params from "./params.js";
import { imageResult, jsonResult, optionalStringEnum, stringEnum, textResult } from "./results.js";

describe("what a model gave a tool [OC-10]", () => {
  it("is read by its name, or by the name with underscores", () => {
    expect(params.readStringParam({ chat_id: " 42 " }, "chatId")).toBe("42");
    expect(params.readStringParam({ chatId: "a", chat_id: "b" }, "chatId")).toBe("a");
    expect(params.readStringParam({ a: " b " }, "a", { trim: false })).toBe(" b ");
  });

  it("must be there where it is required", () => {
    expect(() => params.readStringParam({}, "to", { required: true })).toThrow("to required");
    expect(() => params.readStringParam({ to: " " }, "to", { required: true, label: "target" })).toThrow(
      "target required",
    );
    expect(params.readStringParam({ to: "" }, "to", { required: true, allowEmpty: true })).toBe("");
    expect(() => params.readNumberParam({ n: "x" }, "n", { required: true })).toThrow(params.ToolInputError);
    expect(() => params.readStringArrayParam({ ids: [] }, "ids", { required: true })).toThrow("ids required");
  });

  it("may be a number as a text", () => {
    expect(params.readNumberParam({ n: "12px" }, "n")).toBe(12);
    expect(params.readNumberParam({ n: "12px" }, "n", { strict: true })).toBeUndefined();
    expect(params.readNumberParam({ n: 3.7 }, "n", { integer: true })).toBe(3);
    expect(params.readStringOrNumberParam({ id: 7 }, "id")).toBe("7");
    expect(params.readBooleanParam({ on: "TRUE" }, "on")).toBe(true);
  });

  it("is refused where it is something else", () => {
    expect(params.readPositiveIntegerParam({ n: "5" }, "n")).toBe(5);
    expect(params.readPositiveIntegerParam({ n: "" }, "n")).toBeUndefined();
    expect(() => params.readPositiveIntegerParam({ n: 0 }, "n")).toThrow("n must be a positive integer");
    expect(() => params.readPositiveIntegerParam({ n: 9 }, "n", { max: 5 })).toThrow(params.ToolInputError);
    expect(() => params.readNonNegativeIntegerParam({ n: -1 }, "n", { message: "no" })).toThrow("no");
    expect(() => params.readFiniteNumberParam({ n: 2 }, "n", { max: 1 })).toThrow("n must be a finite number");
  });

  it("may be a reaction, and where to send", () => {
    const options = { removeErrorMessage: "which?" };
    expect(params.readReactionParams({ emoji: "x" }, options)).toEqual({ emoji: "x", remove: false, isEmpty: false });
    expect(() => params.readReactionParams({ emoji: "", remove: true }, options)).toThrow("which?");
    expect(params.extractToolSend({ action: "sendMessage", to: "a", threadId: 4 })).toMatchObject({
      to: "a",
      threadId: "4",
    });
    expect(params.extractToolSend({ action: "other", to: "a" })).toBeNull();
    const isAllowed = params.createActionGate({ a: false });
    expect([isAllowed("a"), isAllowed("b"), isAllowed("b", false)]).toEqual([false, true, false]);
  });
});

describe("what a tool answers [OC-10]", () => {
  it("is text for the model and details for programs", async () => {
    expect(textResult("a", 1)).toEqual({ content: [{ type: "text", text: "a" }], details: 1 });
    expect(jsonResult({ a: 1 })).toEqual({ content: [{ type: "text", text: '{\n  "a": 1\n}' }], details: { a: 1 } });
    const image = await imageResult({
      label: "l",
      path: "/a.png",
      base64: "eA==",
      mimeType: "image/png",
      extraText: "see",
    });
    expect(image.content.map(({ type }) => type)).toEqual(["text", "image"]);
  });

  it("is asked for by schemas that TypeBox takes", () => {
    expect(stringEnum(["a", "b"], { description: "d" })).toEqual({
      type: "string",
      enum: ["a", "b"],
      description: "d",
    });
    expect(JSON.stringify(optionalStringEnum({ A: "a" }))).toBe('{"type":"string","enum":["a"]}');
  });
});
