// The gateway reads its section by rules of its own; the schema that editors are given must say the same.
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { gatewaySection } from "../../packages/cli/src/gateway-section.js";
import { mentionsOfGateway } from "../../packages/cli/src/gateway-mentions.js";
import { gatewayMentions } from "../../packages/gateway/src/config/mentions.js";
import { readSettings } from "../../packages/gateway/src/config/settings.js";

const validate = new Ajv2020({ strict: false }).compile(gatewaySection);

/** What the gateway has to say of its section. */
const problems = (gateway: unknown) =>
  readSettings({ sections: { gateway }, place: (pointer) => ({ pointer }) }).diagnostics;

/** The keys that the gateway knows at a place: it names them all when it meets one that it does not know. */
function knownKeys(section: object): readonly string[] {
  const [unknown] = problems(section);
  return /There are (.+)\.$/.exec(unknown?.help ?? "")?.[1]?.split(", ") ?? [];
}

const keysOf = (schema: unknown) => Object.keys((schema as { properties: object }).properties);
const { chat, http, telemetry } = gatewaySection["properties"] as Record<string, unknown>;

describe("the schema of the gateway's section [CFG-9]", () => {
  it.each([
    [{ unheard: 1 }, keysOf(gatewaySection)],
    [{ chat: { unheard: 1 } }, keysOf(chat)],
    [{ http: { unheard: 1 } }, keysOf(http)],
    [{ telemetry: { unheard: 1 } }, keysOf(telemetry)],
  ])("has the keys that the gateway names for %j", (section, keys) => {
    expect(knownKeys(section).toSorted()).toEqual(keys.toSorted());
    expect(validate(section)).toBe(false);
  });

  it.each([
    {},
    [],
    { host: "::1", port: 0, bodyLimitBytes: 1024 },
    { host: "a b" },
    { port: 65_536 },
    { port: 1.5 },
    { bodyLimitBytes: 1023 },
    { allowedHosts: ["gateway.example", "10.0.0.7:4000", "[::1]:4000"] },
    { allowedHosts: ["http://x"] },
    { allowedOrigins: ["https://app.example", "null"] },
    { allowedOrigins: ["https://app.example/"] },
    { allowedOrigins: ["app.example"] },
    { defaultModel: "" },
    { http: { token: "0123456789abcdef" } },
    { http: { token: "short" } },
    { http: { token: { $env: "TOKEN" } } },
    { http: { token: { $env: "" } } },
    { telemetry: { openTelemetry: true } },
    { telemetry: { openTelemetry: "yes" } },
    { chat: { commandPrefix: "", toolRounds: 0, optionalTools: ["clock_now"] } },
    { chat: { commandPrefix: "a b" } },
    { chat: { toolRounds: 101 } },
    { chat: { optionalTools: ["two words"] } },
  ])("takes %j where the gateway does", (section) => {
    expect(validate(section)).toBe(problems(section).length === 0);
  });
});

it.each([undefined, [], {}, { defaultModel: 7 }, { defaultModel: "a/b/c" }])(
  "the command takes %j for the same mentions as the gateway",
  (gateway) => {
    expect(mentionsOfGateway({ sections: { gateway } })).toEqual(gatewayMentions({ sections: { gateway } }));
  },
);
