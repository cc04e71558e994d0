// The codes are a promise to whoever searches logs for them: a change here is a change for them.
import { describe, expect, it } from "vitest";
import { diagnosticCatalogue } from "../src/diagnostics/catalogue.js";

describe("the diagnostics of core", () => {
  it("have these codes and levels", () => {
    const surface = Object.entries(diagnosticCatalogue).map(([code, { level }]) => `${level} ${code}`);
    expect(surface).toEqual([
      "error CONFIG_NOT_FOUND",
      "error CONFIG_UNREADABLE",
      "error CONFIG_SYNTAX",
      "error CONFIG_NOT_OBJECT",
      "error CONFIG_UNKNOWN_KEY",
      "error CONFIG_INVALID_VALUE",
      "error CONFIG_DANGEROUS_KEY",
      "error CONFIG_ENTRY_TWICE",
      "warning CONFIG_PLUGIN_UNKNOWN",
      "warning CONFIG_PLUGIN_BLOCKED",
      "warning PATH_NOT_FOUND",
      "error PATH_UNREADABLE",
      "warning PATH_NO_PLUGIN",
      "error PATH_WORLD_WRITABLE",
      "error PATH_FOREIGN_OWNER",
      "error ENTRY_ESCAPES",
      "error MANIFEST_ESCAPES",
      "error ENTRY_NOT_FOUND",
      "error ENTRY_MISSING",
      "error ENTRY_NOT_CODE",
      "error PACKAGE_UNREADABLE",
      "error PACKAGE_SYNTAX",
      "error PACKAGE_INVALID",
      "warning MANIFEST_MISSING",
      "error MANIFEST_UNREADABLE",
      "error MANIFEST_TOO_LARGE",
      "error MANIFEST_SYNTAX",
      "error MANIFEST_NOT_OBJECT",
      "error MANIFEST_INVALID",
      "error MANIFEST_KEY_MISSING",
      "advisory MANIFEST_UNKNOWN_KEY",
      "error MANIFEST_DANGEROUS_KEY",
      "error MANIFEST_ID_INVALID",
      "warning MANIFEST_PROVIDES_UNKNOWN",
      "warning MANIFEST_HOOK_UNKNOWN",
      "error MANIFEST_READER_FAILED",
      "warning PLUGIN_SHADOWED",
      "error PLUGIN_ENGINE_UNMET",
      "error PLUGIN_ENGINE_INVALID",
      "error PLUGIN_CONFIG_MISSING",
      "error PLUGIN_CONFIG_UNKNOWN_KEY",
      "error PLUGIN_CONFIG_INVALID",
      "error PLUGIN_SCHEMA_INVALID",
      "warning PLUGIN_SCHEMA_EMPTY",
      "advisory PLUGIN_SCHEMA_KEYWORD",
      "error SECRET_REF_INVALID",
      "error SECRET_ENV_UNSET",
      "error SECRET_FILE_UNREADABLE",
      "advisory CONFIG_CACHE_UNWRITABLE",
      "warning ORDER_CYCLE",
      "error REQUIREMENT_MISSING",
      "error TRIGGER_INVALID",
      "error LOAD_FAILED",
      "error LOAD_TIMEOUT",
      "error LOAD_NO_PLUGIN",
      "error LOAD_ID_MISMATCH",
      "error REGISTER_THREW",
      "error REGISTER_ASYNC",
      "error REGISTER_MALFORMED",
      "error REGISTER_LATE",
      "error REGISTER_UNKNOWN_KIND",
      "error REGISTER_UNKNOWN_HOOK",
      "error REGISTER_UNDECLARED",
      "advisory REGISTER_ABSENT",
      "error REGISTER_TWICE",
      "warning OWNER_OVERRULED",
      "warning OWNER_CHOICE_UNMET",
      "error LOAD_REQUIREMENT_FAILED",
      "error HOST_CLOSED",
      "error PLUGIN_REQUIRED",
      "warning DISPOSE_FAILED",
      "error HOOK_FAILED",
      "error HOOK_TIMEOUT",
      "error HOOK_RESULT_INVALID",
      "error TIMER_FAILED",
      "error SERVICE_START_FAILED",
      "warning SERVICE_STOP_FAILED",
      "advisory PLUGIN_HOOK_ONLY",
      "warning PLUGIN_LEGACY_HOOK",
      "advisory PLUGIN_BRINGS_NOTHING",
    ]);
  });

  it("are written as they should be read", () => {
    for (const [code, { message, help }] of Object.entries(diagnosticCatalogue)) {
      expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
      expect(`${code}: ${message}`).toMatch(/[.}…]$/);
      expect(`${code}: ${help}`).toMatch(/[.}]$|chmod o-w \{target\}$|chown \{user\} \{target\}$/);
    }
  });
});
