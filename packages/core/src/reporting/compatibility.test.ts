import { describe, expect, it } from "vitest";
import { hostWith } from "../../test/host-with.js";
import { diagnose } from "../diagnostics/catalogue.js";
import {
  compatibilityOf,
  compatibilityRecords,
  noteOf,
  type CompatibilityRecord,
  type Judged,
} from "./compatibility.js";
import { doctor, status } from "./doctor.js";
import { livePlugins } from "./live.js";
import { reportPlugins } from "./plugin-report.js";
import type { CompatibilityStatus, PluginReport } from "./report.js";
import { adviceOn, signalsOf } from "./signals.js";

const listening = (...hooks: readonly string[]): Judged & Pick<PluginReport, "config"> => ({
  id: "p",
  status: "enabled",
  shape: { value: "non-capability", basis: "declared" },
  contributions: [{ kind: "hook", category: "hook", ids: hooks }],
  config: { state: "valid", env: {}, missing: [] },
});
const codesOf = (plugin: Judged) => compatibilityOf(plugin).map(({ code }) => code);

describe("the records [DIAG-4]", () => {
  it("are complete: a code of their own, a summary, and for what goes away what to use and when it ends", () => {
    const codes = compatibilityRecords.map(({ code }) => code);
    expect(codes).toEqual(["hook-only-plugin", "legacy-before-agent-start"]);
    for (const { status: stands, since, summary, replacement, removal } of compatibilityRecords) {
      expect(since).toMatch(/^\d+\.\d+\.\d+$/);
      expect(summary).toMatch(/^[A-Z].*\.$/);
      if (stands === "active") continue;
      expect(replacement).toBeTruthy();
      expect(removal).toMatch(/^\d+\.\d+\.\d+$/);
    }
  });

  it("tell the old way from the new", () => {
    expect(codesOf(listening("before_agent_start"))).toEqual(["legacy-before-agent-start"]);
    expect(codesOf(listening("before_model_resolve", "before_prompt_build"))).toEqual([]);
    const hookOnly = { ...listening("llm_input"), shape: { value: "hook-only", basis: "declared" } } as const;
    expect(codesOf(hookOnly)).toEqual(["hook-only-plugin"]);
    expect(codesOf({ ...hookOnly, shape: { value: "plain-capability", basis: "declared" } })).toEqual([]);
    expect(codesOf({ ...hookOnly, status: "off" })).toEqual([]);
  });

  it.each<[CompatibilityStatus, readonly string[]]>([
    ["active", ["config-valid", "compatibility-advisory"]],
    ["deprecated", ["config-valid", "legacy-warning"]],
    ["removal-pending", ["config-valid", "legacy-warning"]],
    ["removed", ["config-valid", "hard-error"]],
  ])("what is %s gives the signals %j, and its advice", (stands, signals) => {
    const record: CompatibilityRecord = {
      code: "old-way",
      status: stands,
      since: "1.0.0",
      summary: "An old way.",
      matches: ({ contributions }) => contributions.flatMap(({ ids }) => ids).filter((id) => id.startsWith("old_")),
      advise: ([hook = ""], place) => diagnose("PLUGIN_LEGACY_HOOK", { hook, instead: "new_one" }, place),
    };
    const [old, fresh] = [listening("old_one"), listening("new_one")].map((each) => ({ ...each, diagnostics: [] }));
    if (!old || !fresh) throw new Error("both were made above");
    expect(signalsOf(old, [record])).toEqual(signals);
    expect(
      adviceOn(old, [record])
        .map(({ message }) => message)
        .join(),
    ).toContain("old_one");
    expect(signalsOf(fresh, [record])).toEqual(["config-valid"]);
    expect(adviceOn(fresh, [record])).toEqual([]);
    expect(noteOf(record)).toEqual({ code: "old-way", status: stands, since: "1.0.0", summary: "An old way." });
  });
});

describe("reports", () => {
  it("carry the notes of a plugin, and the doctor and the status those of all with the plugins' ids", async () => {
    const { host } = await hostWith({
      hooks: { provides: { hooks: ["llm_input"] } },
      also: { provides: { hooks: ["llm_output"] } },
      tools: { provides: { hooks: ["llm_input"], tools: ["t"] } },
    });
    const note = { code: "hook-only-plugin", status: "active", since: "1.0.0" };
    const reports = reportPlugins(host.controlPlane);
    expect(reports.map(({ id, compatibility }) => [id, compatibility.length])).toEqual([
      ["also", 1],
      ["hooks", 1],
      ["tools", 0],
    ]);
    expect(reports[0]?.compatibility[0]).toMatchObject(note);
    // Reports go through JSON, so nothing else may be in them.
    expect(JSON.parse(JSON.stringify(reports[0]?.compatibility))).toEqual(reports[0]?.compatibility);
    for (const { compatibility } of [doctor(host.controlPlane), status(host.controlPlane)]) {
      expect(compatibility).toMatchObject([{ ...note, plugins: ["also", "hooks"] }]);
    }
    expect(doctor(host.controlPlane, livePlugins(host)).compatibility).toHaveLength(1);
  });

  it("name the required keys that are missing with the variables that would supply them [VAL-5]", async () => {
    const configSchema = {
      type: "object",
      required: ["apiKey", "region", "auth"],
      properties: { apiKey: { type: "string" }, region: { type: "string" }, auth: { type: "object" } },
    };
    const env = { apiKey: ["A_KEY", "B_KEY"], "auth.token": "A_TOKEN", "auth.user": "A_USER", other: "NO" };
    const { host } = await hostWith({ a: { manifest: { configSchema, setup: { env } } } });
    const [report] = reportPlugins(host.controlPlane);
    expect(report?.config.missing).toEqual([
      { key: "apiKey", variables: ["A_KEY", "B_KEY"] },
      { key: "region", variables: [] },
      { key: "auth.token", variables: ["A_TOKEN"] },
      { key: "auth.user", variables: ["A_USER"] },
    ]);
    const help = report?.diagnostics.filter(({ code }) => code === "PLUGIN_CONFIG_MISSING").map((each) => each.help);
    expect(help).toEqual([
      'Set plugins.entries["a"].config.apiKey in the config, or set the environment variable A_KEY or B_KEY.',
      'Set plugins.entries["a"].config.region in the config.',
      'Set plugins.entries["a"].config.auth in the config, or set the environment variables A_TOKEN and A_USER.',
    ]);
  });
});
