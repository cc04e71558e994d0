// The codes are a promise to whoever searches logs for them: a change here is a change for them.
import { expect, it } from "vitest";
import { cliDiagnostics } from "../src/diagnostics.js";

it("the diagnostics of the command have these codes and levels [API-3]", () => {
  const surface = Object.entries(cliDiagnostics).map(([code, { level }]) => `${level} ${code}`);
  expect(surface).toEqual([
    "error CLI_PLUGIN_UNKNOWN",
    "error CLI_PLUGIN_UNNAMED",
    "error CLI_COMMAND_UNKNOWN",
    "error CLI_COMMAND_OFF",
    "warning CLI_COMMAND_RESERVED",
    "error CLI_COMMAND_FAILED",
    "error CLI_CODE_UNKNOWN",
    "error CLI_GATEWAY_UNREACHABLE",
    "error CLI_GATEWAY_FOREIGN",
    "warning CLI_GATEWAY_DIFFERS",
    "error CLI_RUNTIME_ENDED",
    "error CLI_RUNTIME_TIMEOUT",
    "error CLI_RUNTIME_ESCAPED",
    "error CLI_RUNTIME_FAILED",
    "error CLI_NOT_RELEASED",
    "error CLI_OUT_UNWRITABLE",
    "error CLI_BUILD_NO_PLUGIN",
    "advisory CLI_BUILD_NO_SCHEMA",
    "error CLI_BUILD_SCHEMA_UNUSABLE",
    "error CLI_BUILD_NOT_LOADED",
    "advisory CLI_BUILD_TOOL_UNREAD",
    "error CLI_BUILD_DRIFT",
    "error CLI_BUILD_UNWRITABLE",
  ]);
});
