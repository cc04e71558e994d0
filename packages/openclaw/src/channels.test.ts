import { expect, it } from "vitest";
import { manifestOf, notesOf, withFields } from "../test/plugin-folder.js";

it("a declared channel needs a schema, once there are channelConfigs", () => {
  const candidate = withFields({
    channels: ["good", "bare", "absent", "toString"],
    channelConfigs: { good: { schema: {} }, bare: { preferOver: ["x"] } },
  });
  expect(notesOf(candidate)).toEqual([
    "warning OPENCLAW_CHANNEL_SCHEMA_MISSING /channelConfigs/bare",
    "warning OPENCLAW_CHANNEL_CONFIG_MISSING /channelConfigs/absent",
    "warning OPENCLAW_CHANNEL_CONFIG_MISSING /channelConfigs/toString",
  ]);
});

it("channels without channelConfigs are left alone, and are triggers", () => {
  const candidate = withFields({ channels: ["chat"] });
  expect(notesOf(candidate)).toEqual([]);
  expect(manifestOf(candidate).activation.on).toEqual(["channel:chat"]);
  expect(manifestOf(candidate).foreign["channels"]).toEqual(["chat"]);
});
