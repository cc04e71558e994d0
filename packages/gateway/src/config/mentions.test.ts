import { rmSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { mirror } from "../../test/chat-plugin.js";
import { startGateway, writePlugins, type RunningGateway, type TestPlugin } from "../../test/running-gateway.js";
import { gatewayMentions } from "./mentions.js";

it.each([
  [{ gateway: { defaultModel: "a/b/c" } }, ["text-inference:a", "text-inference:a/b", "text-inference:a/b/c"]],
  [{ gateway: { defaultModel: "offline" } }, ["text-inference:offline"]],
  [{ gateway: { defaultModel: 5 } }, []],
  [{ gateway: null }, []],
  [{}, []],
])("%j names %j [POL-8]", (sections, triggers) => {
  expect(gatewayMentions({ sections }).map(({ trigger }) => trigger)).toEqual(triggers);
});

describe("a bundled plugin that nobody enabled", () => {
  const chat: TestPlugin = {
    provides: { channel: ["chat"] },
    register: 'api.registerChannel({ id: "chat" });',
  };
  const folders: string[] = [];
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));
  const start = async (section: object, sections: object = {}): Promise<RunningGateway> => {
    const bundled = writePlugins({ mirror, chat });
    folders.push(bundled);
    return startGateway({ section, sections, roots: { bundled: [`${bundled}/plugins`], workspace: [], global: [] } });
  };
  const standing = ({ gateway }: RunningGateway) =>
    Object.fromEntries(
      gateway.host.controlPlane.plugins.map(({ decision }) => [
        decision.candidate.id,
        decision.enabled ? decision.reason : "off",
      ]),
    );

  it("is turned on by the default model, or by its channel's section, and by nothing else", async () => {
    await using neither = await start({});
    expect(standing(neither)).toEqual({ mirror: "off", chat: "off" });
    await using model = await start({ defaultModel: "mirror/mirror-1" });
    expect(standing(model)).toEqual({ mirror: "config-mentions", chat: "off" });
    const answer = await model.client.chat.completions.create({ messages: [{ role: "user", content: "hi" }] } as never);
    expect(answer).toMatchObject({ model: "mirror/mirror-1" });
    await using channel = await start({}, { channels: { chat: {} } });
    expect(standing(channel)).toEqual({ mirror: "off", chat: "config-mentions" });
  });
});
