// The codes are a promise to whoever searches logs for them: a change here is a change for them.
import { expect, it } from "vitest";
import { openclawDiagnostics } from "../src/diagnostics.js";

it("the diagnostics of the reader of OpenClaw's manifests have these codes and levels [API-3]", () => {
  const surface = Object.entries(openclawDiagnostics).map(([code, { level }]) => `${level} ${code}`);
  expect(surface).toEqual([
    "warning OPENCLAW_FIELD_IGNORED",
    "error OPENCLAW_CATEGORIES_INVALID",
    "warning OPENCLAW_KIND_UNKNOWN",
    "warning OPENCLAW_CHANNEL_SCHEMA_MISSING",
    "warning OPENCLAW_CHANNEL_CONFIG_MISSING",
    "warning OPENCLAW_GROUPS_INVALID",
    "advisory OPENCLAW_REQUIREMENT_LENIENT",
    "warning OPENCLAW_NODE_LENIENT",
    "warning OPENCLAW_SKILLS_MISSING",
    "error OPENCLAW_ENTRY_TYPESCRIPT",
    "error OPENCLAW_RUNTIME_ENTRY_MISSING",
    "error OPENCLAW_ENTRY_NAME_CLASH",
    "warning OPENCLAW_ENTRY_FROM_MAIN",
    "advisory BUNDLE_NAME_ADAPTED",
    "warning BUNDLE_FIELD_IGNORED",
    "error BUNDLE_SCHEMA_UNSUPPORTED",
    "warning BUNDLE_PATH_MISSING",
    "warning BUNDLE_FILE_INVALID",
    "warning BUNDLE_FRONT_MATTER_INVALID",
    "warning BUNDLE_PART_LEFT_OUT",
    "advisory BUNDLE_PART_UNUSED",
    "error OPENCLAW_SDK_EXPORT_MISSING",
    "advisory OPENCLAW_MEMBER_WITHOUT_COUNTERPART",
    "error OPENCLAW_MEMBER_REMOVED",
    "error OPENCLAW_MEMBER_UNKNOWN",
    "warning OPENCLAW_REGISTRATION_LEFT_OUT",
    "advisory OPENCLAW_ID_REWRITTEN",
    "warning OPENCLAW_TOOL_UNDECLARED",
    "warning OPENCLAW_HOOK_UNKNOWN",
    "advisory OPENCLAW_HOOK_NEVER_CALLED",
    "error OPENCLAW_HOOK_NAMELESS",
    "error OPENCLAW_RUNTIME_MEMBER_MISSING",
    "error OPENCLAW_CONFIG_WRITE_REFUSED",
  ]);
});
