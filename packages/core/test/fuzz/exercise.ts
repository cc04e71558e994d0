import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { gatewaySdk } from "@mortise/sdk";
import type { FuzzInput } from "./input.js";
import { environment, type Place } from "./place.js";
import { disagreements } from "./second-opinion.js";
import { isReady } from "../../src/catalog/candidate.js";
import type { ManifestFormat } from "../../src/catalog/format.js";
import { readControlPlane, type ControlPlane, type ControlPlaneOptions } from "../../src/control-plane.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { mergedConfigSchema } from "../../src/merged-schema.js";
import { reportPlugins } from "../../src/reporting/plugin-report.js";
import { doctor, status } from "../../src/reporting/doctor.js";
import { checkSections } from "../../src/section-checks.js";
import { resolveConfig } from "../../src/validation/check.js";
import { createUserConfigs } from "../../src/validation/user-config.js";

/** What came of an input. */
export interface Outcome {
  readonly diagnostics: readonly Diagnostic[];
  /** Everything that was told, as JSON. */
  readonly told: string;
  /** Config schemas that were held against a config. */
  readonly schemas: readonly { readonly text: string; readonly isSound: boolean }[];
  /** What does not agree with itself. */
  readonly contradictions: readonly string[];
}

const sections = {
  channels: { schema: { type: "object" }, consequence: "No channel is configured." },
  agents: {
    schema: { type: "object", properties: { a: { type: "string" }, list: { type: "array" } } },
    consequence: "The agents are as they were.",
  },
};

function optionsFor(
  { config, development }: FuzzInput,
  folder: string,
  formats: readonly ManifestFormat[],
): ControlPlaneOptions {
  return {
    ...(config !== undefined && { config: config as object }),
    cwd: folder,
    env: environment,
    sections: Object.keys(sections),
    formats,
    development,
    roots: { bundled: [join(folder, "plugins")] },
    folders: { state: join(folder, ".state"), cache: join(folder, ".cache"), globalPlugins: join(folder, "global") },
    sdk: gatewaySdk,
    mentions: ({ sections: written }) =>
      Object.keys(written).map((name) => ({ trigger: `config:${name}`, pointer: `/${name}` })),
  };
}

/** What plugins would get, and what is said of those that get nothing. Secrets become known to the redactor here. */
async function resolveAll({ plugins, checks }: ControlPlane): Promise<readonly Diagnostic[]> {
  const users = createUserConfigs({ resolver: () => ({ a: "aaaaaaaaaaaa!", port: 1 }), redactor: checks.redactor });
  const found: Diagnostic[] = [];
  for (const { decision, config } of plugins) {
    const { candidate } = decision;
    if (!isReady(candidate) || !config?.verdict) continue;
    const resolved = await resolveConfig(candidate, { ...config, verdict: config.verdict }, checks);
    if ("refusal" in resolved) found.push(...resolved.refusal.diagnostics.map(checks.redactor.diagnostic));
    if (candidate.manifest.userConfigSchema) {
      await users.prepare(candidate);
    }
  }
  return found;
}

/** Read again from what was remembered, it is the same. */
async function readAgain(options: ControlPlaneOptions, first: ControlPlane): Promise<readonly string[]> {
  const second = await readControlPlane(options, "recall");
  const tellOf = ({ plugins, order }: ControlPlane) => ({
    order: order.map(({ id }) => id),
    plugins: plugins.map(({ decision, config }) => [
      decision.candidate.id,
      decision.enabled,
      decision.reason,
      config?.state,
    ]),
  });
  return isDeepStrictEqual(tellOf(first), tellOf(second)) ? [] : ["read again, it is decided otherwise"];
}

/** Sends an input the whole way that configs and manifests go before any plugin is run. */
export async function exercise(input: FuzzInput, place: Place, formats: readonly ManifestFormat[]): Promise<Outcome> {
  const options = optionsFor(input, place.folder, formats);
  const controlPlane = await readControlPlane(options, input.checking);
  const { isDeep } = input;
  const planned = controlPlane.plan(input.trigger);
  const reports = reportPlugins(controlPlane);
  const inSections =
    Object.keys(controlPlane.loaded.sections).length > 0 ? await checkSections(controlPlane, sections) : [];
  const resolved = isDeep ? await resolveAll(controlPlane) : [];
  const merged = isDeep ? await mergedConfigSchema(controlPlane) : {};
  const found = doctor(controlPlane, undefined, [...inSections, ...resolved]);
  const ofPlan = "code" in planned ? [planned] : [];
  const told = JSON.stringify([found, reports, status(controlPlane), planned, merged, controlPlane.planIds("startup")]);
  return {
    diagnostics: [...found.diagnostics, ...controlPlane.diagnostics, ...ofPlan],
    told: told + place.remembered(),
    schemas: schemasIn(controlPlane),
    contradictions: [
      ...(isDeep && input.checking === "check" ? await readAgain(options, controlPlane) : []),
      ...(input.kind === "schema" ? disagreements(controlPlane, merged) : []),
    ],
  };
}

function schemasIn({ plugins }: ControlPlane): Outcome["schemas"] {
  return plugins.flatMap(({ decision: { candidate }, config }) => {
    if (!config?.verdict || !isReady(candidate)) return [];
    const text = JSON.stringify(candidate.manifest.configSchema);
    return text.length < 60 ? [] : [{ text, isSound: config.verdict.status !== "schema-invalid" }];
  });
}
