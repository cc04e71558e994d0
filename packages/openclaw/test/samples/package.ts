import { chat, type Sample } from "./sample.js";

const packaged = (member: string, value: unknown, place = member): Sample => ({
  context: chat,
  of: "openclaw",
  given: { channel: { id: "chat", [member]: value } },
  has: { [`/provides/channel/chat/${place}`]: value },
});

/** Fields of package.json. */
export const packageSamples: Readonly<Record<string, Sample>> = {
  "engines.node": { of: "package.json", given: { engines: { node: ">=20" } }, has: { "/engines/node": ">=20" } },
  "openclaw.extensions": {
    of: "openclaw",
    given: { extensions: ["./other.js"] },
    files: { "other.js": "" },
    has: { "/entry": "other.js" },
  },
  "openclaw.runtimeExtensions": {
    of: "openclaw",
    given: { extensions: ["./index.js"], runtimeExtensions: ["./built.js"] },
    files: { "built.js": "" },
    has: { "/entry": "built.js" },
  },
  "openclaw.plugin.label": { of: "openclaw", given: { plugin: { label: "L" } }, has: { "/name": "L" } },
  "openclaw.channel.id": {
    context: { channels: ["mail", "chat"] },
    of: "openclaw",
    given: { channel: { id: "chat", label: "L" } },
    has: { "/provides/channel": { mail: {}, chat: { label: "L" } }, "/provides/channel/chat": { label: "L" } },
  },
  "openclaw.channel.label": packaged("label", "L"),
  "openclaw.channel.blurb": packaged("blurb", "B", "description"),
  "openclaw.channel.aliases": packaged("aliases", ["c"]),
  "openclaw.channel.preferOver": packaged("preferOver", ["mail"]),
  "openclaw.channel.commands": packaged("commands", { native: true }),
  "openclaw.channel.setup": packaged("setup", { fields: [{ key: "token" }] }),
  "openclaw.channel.configuredState.env": {
    context: chat,
    of: "openclaw",
    given: { channel: { configuredState: { specifier: "./x.js", env: { anyOf: ["TOKEN"] } } } },
    has: { "/provides/channel/chat/availability/env": { anyOf: ["TOKEN"] } },
  },
};
