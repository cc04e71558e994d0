import { describe, expect, it } from "vitest";
import { collect, startGateway, type TestPlugin } from "../../test/running-gateway.js";

const provider = (id: string, models: readonly string[], more = ""): TestPlugin => ({
  provides: { "text-inference": { [id]: models.length > 0 ? { models } : {} } },
  register: `api.registerProvider({
    id: "${id}",
    async complete() { return { message: { role: "assistant", content: "${id}" }, finishReason: "stop" }; },
    ${more}
  });`,
});

const hi = [{ role: "user" as const, content: "hi" }];

describe("GET /v1/models [GATE-2]", () => {
  it("lists what manifests declare, and loads nothing for it", async () => {
    const voice: TestPlugin = { provides: { speech: ["voice"] }, register: 'throw new Error("loaded");' };
    await using running = await startGateway({ plugins: { chat: provider("chat", ["small", "org/large"]), voice } });
    const models = await collect(await running.client.models.list());
    expect(models.map(({ id, object, owned_by }) => [id, object, owned_by])).toEqual([
      ["chat/small", "model", "chat"],
      ["chat/org/large", "model", "chat"],
      ["voice", "model", "voice"],
    ]);
    expect(running.gateway.host.registry.instances.size).toBe(0);
    expect(await running.client.models.retrieve("chat/org/large")).toMatchObject({
      id: "chat/org/large",
      object: "model",
    });
    await expect(running.client.models.retrieve("chat/huge")).rejects.toMatchObject({
      status: 404,
      code: "model_not_found",
    });
  });

  it("adds what loaded providers list, and leaves out what they cannot say", async () => {
    await using running = await startGateway({
      plugins: {
        lists: provider(
          "lists",
          [],
          'models: [{ id: "known" }], async listModels() { return [{ id: "fresh" }, null]; }',
        ),
        breaks: provider("breaks", ["declared"], 'async listModels() { throw new Error("down"); }'),
        waits: provider("waits", [], "async listModels() { return [{ id: 'unasked' }]; }"),
      },
    });
    for (const model of ["lists/known", "breaks/declared"])
      await running.client.chat.completions.create({ model, messages: hi });
    const models = await collect(await running.client.models.list());
    expect(models.map(({ id }) => id).toSorted()).toEqual(["breaks/declared", "lists/fresh", "lists/known", "waits"]);
  });
});

describe("a model's name", () => {
  const plugins = {
    one: provider("one", ["same", "org/only"]),
    two: provider("two", ["same"]),
    nested: provider("one/two", ["deep"]),
  };

  it.each([
    ["one/same", "one/same"],
    ["ONE/same", "one/same"],
    ["org/only", "one/org/only"],
    ["one/not-listed", "one/not-listed"],
    ["one/two/deep", "one/two/deep"],
  ])("%s leads to %s", async (model, answered) => {
    await using running = await startGateway({ plugins });
    const answer = await running.client.chat.completions.create({ model, messages: hi });
    expect(answer.model).toBe(answered);
  });

  it("that several providers have must be said in full", async () => {
    await using running = await startGateway({ plugins });
    await expect(running.client.chat.completions.create({ model: "same", messages: hi })).rejects.toMatchObject({
      status: 400,
      code: "ambiguous_model",
      message: expect.stringContaining("'one/same', 'two/same'"),
    });
  });

  it("of a plugin that does not run says why", async () => {
    await using running = await startGateway({
      plugins: {
        keyed: {
          ...provider("keyed", ["m"]),
          manifest: { configSchema: { type: "object", required: ["key"], properties: { key: {} } } },
        },
      },
    });
    await expect(running.client.chat.completions.create({ model: "keyed/m", messages: hi })).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining(
        'The plugin "keyed" would provide it, and does not run: required config is missing.',
      ),
    });
  });

  it("of a plugin that failed is 503, and names the plugin", async () => {
    const broken: TestPlugin = { ...provider("broken", ["m"]), register: 'throw new Error("no luck");' };
    await using running = await startGateway({ plugins: { broken } });
    await expect(running.client.chat.completions.create({ model: "broken/m", messages: hi })).rejects.toMatchObject({
      status: 503,
      code: "plugin_failed",
      message: expect.stringContaining('the plugin "broken" failed'),
    });
  });

  it("may be left out where a default is configured", async () => {
    await using running = await startGateway({ plugins, section: { defaultModel: "two/same" } });
    const answer = await running.client.chat.completions.create({ messages: hi } as never);
    expect(answer).toMatchObject({ model: "two/same" });
  });
});
