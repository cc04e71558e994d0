// The control plane alone: reads configs and manifests, decides and plans. Nothing that is reachable from here can
// import plugin code. Named exports only.
export { readControlPlane, type ControlPlane, type ControlPlaneOptions, type PluginState } from "./control-plane.js";
export { mergedConfigSchema, type MergedSchemaOptions } from "./merged-schema.js";
export { checkSections, type ApplicationSection } from "./section-checks.js";
export { watchDisk, type DiskLook } from "./config/disk.js";
export { bundledPluginFolders, defaultFolders, type HostFolders } from "./folders.js";
export { diagnose, diagnosticCatalogue } from "./diagnostics/catalogue.js";
export {
  defineDiagnostics,
  type CreateDiagnostic,
  type DiagnosticCatalogue,
  type DiagnosticDefinition,
  type DiagnosticParameters,
} from "./diagnostics/define.js";
export type { Diagnostic, DiagnosticFix, DiagnosticLevel, DiagnosticPlace } from "./diagnostics/diagnostic.js";
export { didYouMean, nearest } from "./diagnostics/nearest.js";
export { configFileNames, findConfigFile, type ConfigState, type LoadedConfig } from "./config/read.js";
export type { HostConfig, PluginEntryConfig } from "./config/schema.js";
export {
  isDangerousName,
  readJsonText,
  type JsonReading,
  type JsonSyntaxProblem,
  type JsonText,
  type TextPosition,
} from "./config/json-text.js";
export { joinPointer, readPointer, splitPointer } from "./config/pointer.js";
export { describeFound, type SchemaIssue } from "./config/schema-issue.js";
export { foldId, isReady, type Candidate, type PluginEntry, type ReadyCandidate } from "./catalog/candidate.js";
export { discover, discoverPrepared, type Catalog, type DiscoverOptions, type ExpandGlob } from "./catalog/discover.js";
export type {
  FolderEntry,
  ManifestFormat,
  ManifestReading,
  ManifestSource,
  PluginFolder,
  PluginReading,
} from "./catalog/format.js";
export type { FormatHost, FormatRuntime } from "./catalog/format-runtime.js";
export {
  completeManifest,
  providedIds,
  type JsonSchema,
  type PluginManifest,
  type ProvidedMetadata,
  type UiHint,
} from "./catalog/manifest.js";
export { nativeFormat } from "./catalog/native/read.js";
export type { ManifestFile } from "./catalog/native/schema.js";
export { origins, type Origin, type PluginRoot, type RootFolders } from "./catalog/roots.js";
export { hooksKey, vocabularyOf, type Vocabulary } from "./catalog/vocabulary.js";
export { decide, rule, type Ruling } from "./policy/decide.js";
export { mentionedProviders, type Mention, type MentioningConfig } from "./policy/auto-enable.js";
export type { PolicyFacts } from "./policy/rules.js";
export type { SlotHolders } from "./policy/slots.js";
export { reasonTextOf, reasonTexts, type Decision, type DecisionReason, type DecisionStep } from "./policy/decision.js";
export type { EngineVersions } from "./policy/engines.js";
export { openQuarantine, type Quarantine, type QuarantineRecord } from "./policy/quarantine.js";
export type { BreakerPolicy, CallPolicy } from "./config/call-policy.js";
export type { ResolveUserConfig } from "./validation/user-config.js";
export { unmetAvailability, type AvailabilityFacts } from "./validation/availability.js";
export type { ConfigCheck } from "./validation/config-state.js";
export { createRedactor, redacted, type Redactor } from "./validation/redactor.js";
export {
  isSecretRef,
  secretRefSchema,
  readSecret,
  type SecretReading,
  type SecretRef,
  type SecretSources,
} from "./validation/secret-ref.js";
export type { AppliedDefault, ConfigVerdict } from "./validation/verdict.js";
export { plan, type ActivationPlan, type PlanEntry, type PlanInput, type PlanOmission } from "./activation/plan.js";
export type { PlanReason } from "./activation/reasons.js";
export { formatTrigger, parseTrigger, startup, triggerKinds, type Trigger } from "./activation/trigger.js";
export {
  doctor,
  status,
  summarizeConfig,
  type CompatibilityFinding,
  type ConfigSummary,
  type DoctorReport,
  type LevelCounts,
  type Signals,
  type StatusReport,
} from "./reporting/doctor.js";
export { compatibilityRecords, type CompatibilityRecord } from "./reporting/compatibility.js";
export type { MissingConfig } from "./validation/suppliers.js";
export { planLabels, type PlanLabel } from "./activation/labels.js";
export { reportPlugins } from "./reporting/plugin-report.js";
export type {
  Contribution,
  LivePlugin,
  PluginReport,
  PluginSignal,
  PluginStatus,
  CompatibilityNote,
  CompatibilityStatus,
} from "./reporting/report.js";
export type { PluginShape } from "./registry/shape.js";
