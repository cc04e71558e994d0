import { expect, it } from "vitest";
import { manifestOf, notesOf, withFields } from "../test/plugin-folder.js";

it("a declared channel needs a schema, once there are channelConfigs [OC-1]", () => {
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

it("channels without channelConfigs are left alone, and are declared", () => {
  const candidate = withFields({ channels: ["chat"] });
  expect(notesOf(candidate)).toEqual([]);
  expect(manifestOf(candidate).provides).toEqual({ channel: { chat: {} } });
  expect(manifestOf(candidate).activation.on).toEqual([]);
  expect(manifestOf(candidate).foreign).toEqual({});
});

it("in a host without channels they are triggers, and stay readable", () => {
  const manifest = manifestOf(withFields({ channels: ["chat"] }, { sdk: { contracts: {}, hooks: {} } }));
  expect([manifest.provides, manifest.activation.on]).toEqual([{}, ["channel:chat"]]);
  expect(manifest.foreign).toEqual({ channels: ["chat"] });
});
