import { describe, expect, it } from "vitest";
import { defaultSettings, readSettings } from "./settings.js";

const read = (gateway: unknown) =>
  readSettings({
    sections: { gateway },
    place: (pointer) => ({ pointer, path: "/etc/mortise.jsonc", line: 3, column: 5 }),
  });

it("has a default for everything, and takes what is right as it is [GATE-11]", () => {
  expect(readSettings({ sections: {}, place: (pointer) => ({ pointer }) })).toEqual({
    settings: defaultSettings,
    diagnostics: [],
  });
  const whole = {
    host: "::1",
    port: 0,
    bodyLimitBytes: 4096,
    allowedHosts: ["gateway.example", "10.0.0.7:4000", "[::1]:4000"],
    allowedOrigins: ["https://app.example", "null"],
    defaultModel: "offline/offline-chat",
    http: { token: { $env: "GATEWAY_TOKEN" } },
    chat: { commandPrefix: "!", toolRounds: 3, optionalTools: ["search_web"] },
    telemetry: { openTelemetry: true },
  };
  expect(read(whole)).toEqual({ settings: whole, diagnostics: [] });
});

describe("what is wrong is set aside and said", () => {
  it("an unknown key, with the nearest right one", () => {
    const { settings, diagnostics } = read({ prot: 5, port: 5 });
    expect(settings.port).toBe(5);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: "GATEWAY_CONFIG_UNKNOWN_KEY",
        level: "error",
        pointer: "/gateway/prot",
        path: "/etc/mortise.jsonc",
        line: 3,
        message: expect.stringContaining('Did you mean "port"?'),
      }),
    ]);
  });

  it.each([
    ["host", "a b", "the string"],
    ["host", 4, "the number 4"],
    ["port", "4000", 'the string "4000"'],
    ["port", 70_000, "the number 70000"],
    ["bodyLimitBytes", 3, "the number 3"],
    ["allowedHosts", "gateway.example", "the string"],
    ["defaultModel", "", 'the string ""'],
  ])("%s: %j", (key, value, found) => {
    const { settings, diagnostics } = read({ [key]: value });
    expect(settings).toEqual(defaultSettings);
    expect(diagnostics).toEqual([
      expect.objectContaining({ code: "GATEWAY_CONFIG_INVALID_VALUE", pointer: `/gateway/${key}` }),
    ]);
    expect(diagnostics[0]?.message).toContain(found);
  });

  it("one element of a list, the others kept", () => {
    const { settings, diagnostics } = read({
      allowedHosts: ["one.example", "http://two.example"],
      allowedOrigins: ["https://app.example/"],
    });
    expect(settings).toMatchObject({ allowedHosts: ["one.example"], allowedOrigins: [] });
    expect(diagnostics.map(({ pointer }) => pointer)).toEqual(["/gateway/allowedHosts/1", "/gateway/allowedOrigins/0"]);
  });

  it("a section that is no object", () => {
    expect(read([])).toEqual({
      settings: defaultSettings,
      diagnostics: [expect.objectContaining({ code: "GATEWAY_CONFIG_NOT_OBJECT", pointer: "/gateway" })],
    });
  });
});
