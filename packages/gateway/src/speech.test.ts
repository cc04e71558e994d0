import { afterAll, beforeAll, expect, it } from "vitest";
import { APIError, type OpenAI } from "openai";
import { startGateway, type RunningGateway, type TestPlugin } from "../test/running-gateway.js";

/** Says its request instead of the text. */
const parrot: TestPlugin = {
  provides: { speech: { parrot: { models: ["hd"] } } },
  register: `api.registerSpeechProvider({
    id: "parrot",
    async synthesize(request) {
      if (request.voice === "ghost") throw fail("not-found", "no voice is called ghost");
      return { audio: new TextEncoder().encode(JSON.stringify(request)), mediaType: "audio/parrot" };
    },
  });`,
};

let running: RunningGateway;
beforeAll(async () => void (running = await startGateway({ plugins: { parrot } })));
afterAll(() => running[Symbol.asyncDispose]());

async function speak(body: object): Promise<Response> {
  return running.client.audio.speech.create({
    model: "parrot",
    input: "Polly",
    ...body,
  } as OpenAI.Audio.SpeechCreateParams);
}

it("gives the provider's bytes with their type, asked by its name alone [GATE-2]", async () => {
  const response = await speak({});
  expect(response.headers.get("content-type")).toBe("audio/parrot");
  expect(await response.json()).toEqual({ text: "Polly" });
});

it("hands on the model, the voice, the format and the speed", async () => {
  const response = await speak({ model: "parrot/hd", voice: "grey", response_format: "opus", speed: 1.5 });
  expect(await response.json()).toEqual({ text: "Polly", model: "hd", voice: "grey", format: "opus", speed: 1.5 });
});

it.each([
  [{ input: "" }, { status: 400, param: "input" }],
  [{ model: undefined }, { status: 400, param: "model", code: "missing_required_parameter" }],
  [{ response_format: "midi" }, { status: 400, param: "response_format" }],
  [{ speed: 9 }, { status: 400, param: "speed" }],
  [{ stream_format: "sse" }, { status: 400, param: "stream_format", code: "unsupported_parameter" }],
  [{ model: "tts-1" }, { status: 404, code: "model_not_found" }],
  [{ voice: "ghost" }, { status: 404, code: "not_found" }],
])("refuses %j", async (body, expected) => {
  const error: unknown = await speak(body).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(APIError);
  expect(error).toMatchObject(expected);
});
