import type { Candidate, Diagnostic, DiagnosticPlace } from "@mortise/core/catalog";
import { diagnoseCli } from "../diagnostics.js";
import type { AskSource } from "./ask-source.js";
import { differences, type Difference } from "./differences.js";
import { driftDiagnostic } from "./drift.js";
import { isBuilt, type BuiltCandidate } from "./find-plugins.js";
import type { JsonObject } from "./json.js";
import { carriedTools, declaredTools, hasTool, withSchemas, withTools } from "./wanted.js";
import { readManifest, writeManifest } from "./write-manifest.js";

/** What is to be done with each plugin. */
export interface PluginBuildOptions {
  readonly ask: AskSource;
  /** Write nothing. */
  readonly check: boolean;
  /** The tools' schemas as well, whether the manifest carries them by now or not. */
  readonly tools: boolean;
}

/** What came of building one plugin; `--json` prints it. */
export interface PluginBuild {
  readonly id: string;
  readonly root: string;
  readonly manifestPath?: string;
  /**
   * - `unchanged`: the manifest says what the source says
   * - `written`: it does now
   * - `differs`: it does not, and nothing was to be written
   * - `failed`: the source could not be asked, or the manifest not be written
   */
  readonly result: "unchanged" | "written" | "differs" | "failed";
  /** Where the manifest differed from the source; written in its stead was what is `wanted`. */
  readonly changes: readonly Difference[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Builds one plugin: first its schemas, then, which needs valid config, the schemas of its tools. Never rejects. */
export async function buildPlugin(candidate: Candidate, options: PluginBuildOptions): Promise<PluginBuild> {
  const { id, root, manifestPath } = candidate;
  const place = { id, root, ...(manifestPath !== undefined && { manifestPath }) };
  if (!isBuilt(candidate)) {
    return { ...place, result: "failed", changes: [], diagnostics: candidate.diagnostics };
  }
  const steps = [await buildSchemas(candidate, options)];
  if (!steps.some(hasFailed)) steps.push(await buildTools(candidate, options));
  const changes = steps.flatMap((step) => step.changes);
  const done = changes.length === 0 ? "unchanged" : options.check ? "differs" : "written";
  const diagnostics = steps.flatMap((step) => step.diagnostics);
  return { ...place, result: steps.some(hasFailed) ? "failed" : done, changes, diagnostics };
}

/** A part of building. */
type Step = Pick<PluginBuild, "changes" | "diagnostics"> & { readonly isFailed?: true };

const nothingDone: Step = { changes: [], diagnostics: [] };

function hasFailed({ isFailed }: Step): boolean {
  return isFailed === true;
}

async function buildSchemas(candidate: BuiltCandidate, options: PluginBuildOptions): Promise<Step> {
  const answer = await options.ask("schemas", candidate);
  if (answer.diagnostics.length > 0) return failure(answer.diagnostics, candidate);
  const { schemas = {} } = answer;
  return settle(candidate, options, false, (manifest) => ({
    wanted: withSchemas(manifest, schemas),
    diagnostics: (["configSchema", "userConfigSchema"] as const)
      .filter((key) => Object.hasOwn(manifest, key) && schemas[key] === undefined)
      .map((key) => {
        const member = key.replace("Schema", "");
        return diagnoseCli("CLI_BUILD_NO_SCHEMA", { key, member }, { ...placeOf(candidate), pointer: `/${key}` });
      }),
  }));
}

async function buildTools(candidate: BuiltCandidate, options: PluginBuildOptions): Promise<Step> {
  let names: readonly string[];
  try {
    const { value } = readManifest(candidate.manifestPath);
    names = options.tools ? declaredTools(value) : options.check ? carriedTools(value) : [];
  } catch (error) {
    return unwritable(candidate, error);
  }
  if (names.length === 0) return nothingDone;
  const answer = await options.ask("tools", candidate);
  if (answer.diagnostics.length > 0) return failure(answer.diagnostics, candidate);
  const { tools = {} } = answer;
  return settle(candidate, options, true, (manifest) => ({
    wanted: withTools(manifest, names, tools),
    diagnostics: names
      .filter((tool) => !hasTool(tools, tool))
      .map((tool) =>
        diagnoseCli("CLI_BUILD_TOOL_UNREAD", { tool }, { ...placeOf(candidate), pointer: "/provides/tools" }),
      ),
  }));
}

function failure(found: readonly Diagnostic[], { id: plugin }: BuiltCandidate): Step {
  return { changes: [], diagnostics: found.map((diagnostic) => ({ plugin, ...diagnostic })), isFailed: true };
}

/** What a manifest is to say, and what there is to say of that. */
interface Wish {
  readonly wanted: JsonObject;
  readonly diagnostics: readonly Diagnostic[];
}

/** Writes what differs, or says where it does. The manifest is read as it is on disk now, an earlier step's changes included. */
function settle(
  candidate: BuiltCandidate,
  { check }: PluginBuildOptions,
  isTools: boolean,
  wish: (manifest: JsonObject) => Wish,
): Step {
  try {
    const manifest = readManifest(candidate.manifestPath);
    const { wanted, diagnostics } = wish(manifest.value);
    const changes = differences(manifest.value, wanted);
    if (check) {
      const drift = changes.map((change) =>
        driftDiagnostic(change, isTools, { ...placeOf(candidate), ...manifest.locate(change.pointer) }),
      );
      return { changes, diagnostics: [...drift, ...diagnostics] };
    }
    if (changes.length > 0) writeManifest(candidate.manifestPath, manifest, wanted);
    return { changes, diagnostics };
  } catch (error) {
    return unwritable(candidate, error);
  }
}

function unwritable(candidate: BuiltCandidate, error: unknown): Step {
  const reason = error instanceof Error ? error.message : String(error);
  return failure([diagnoseCli("CLI_BUILD_UNWRITABLE", { reason }, placeOf(candidate))], candidate);
}

function placeOf({ id: plugin, manifestPath: path }: BuiltCandidate): DiagnosticPlace {
  return { plugin, path };
}
