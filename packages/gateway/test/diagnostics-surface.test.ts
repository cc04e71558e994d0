// The codes are a promise to whoever searches logs for them: a change here is a change for them.
import { expect, it } from "vitest";
import { gatewayDiagnostics } from "../src/diagnostics.js";

it("the diagnostics of the gateway have these codes and levels [API-3]", () => {
  const surface = Object.entries(gatewayDiagnostics).map(([code, { level }]) => `${level} ${code}`);
  expect(surface).toEqual([
    "error GATEWAY_CONFIG_NOT_OBJECT",
    "error GATEWAY_CONFIG_UNKNOWN_KEY",
    "error GATEWAY_CONFIG_INVALID_VALUE",
    "warning GATEWAY_DEFAULT_MODEL_UNKNOWN",
    "warning GATEWAY_NOT_LOOPBACK",
    "error GATEWAY_TOKEN_UNFIT",
    "error GATEWAY_PORT_TAKEN",
    "error GATEWAY_LISTEN_FAILED",
    "warning GATEWAY_RESTART_NEEDED",
    "warning GATEWAY_COMMAND_PATTERN_UNUSABLE",
    "warning GATEWAY_ROUTE_RESERVED",
    "warning GATEWAY_ROUTE_OVERLAP",
    "error CHANNELS_NOT_OBJECT",
    "warning CHANNEL_NOT_PROVIDED",
    "error CHANNEL_NOT_CONFIGURED",
    "warning GATEWAY_METHOD_RESERVED",
  ]);
});
