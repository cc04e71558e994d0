import { gatewayContracts, gatewayHooks } from "@mortise/sdk";
import { expect, it } from "vitest";
import { apiTable, hookTable, runtimeTable } from "./index.js";

const tables = { apiTable, hookTable, runtimeTable };

it.each(Object.entries(tables))(
  "%s has each name once, and says why whatever is not whole is not [OC-9]",
  (_, rows) => {
    const names = rows.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    for (const { name, support, note } of rows) {
      if (support !== "full") expect(note, name).toBeTruthy();
    }
  },
);

it("a counterpart is something that is there [OC-7]", () => {
  const methods = new Set([...Object.keys(gatewayContracts), "on", "onDispose"]);
  const registering = apiTable.filter(({ name }) => name.startsWith("register"));
  const counterparts = registering.flatMap(({ counterpart }) => counterpart ?? []);
  expect(counterparts.filter((name) => !methods.has(name))).toEqual([]);
  const hooks = hookTable.flatMap(({ counterpart }) => counterpart ?? []);
  expect(hooks.filter((name) => !Object.hasOwn(gatewayHooks, name))).toEqual([]);
});

it("every method that OpenClaw's api has for registering is in the table [OC-9]", () => {
  const names = new Set(apiTable.map(({ name }) => name));
  const theirs = `registerProvider registerModelCatalogProvider registerCliBackend registerEmbeddingProvider
    registerAgentHarness registerWorkerProvider registerDecisionProvider registerCompactionProvider registerSpeechProvider
    registerRealtimeTranscriptionProvider registerRealtimeVoiceProvider registerMediaUnderstandingProvider
    registerTranscriptSourceProvider registerImageGenerationProvider registerVideoGenerationProvider
    registerMusicGenerationProvider registerWebFetchProvider registerWebSearchProvider registerMigrationProvider
    registerChannel registerTool registerHook on registerHttpRoute registerGatewayMethod registerCli
    registerNodeCliFeature registerCommand registerService registerGatewayDiscoveryService registerContextEngine
    registerMemoryCapability registerMemoryPromptSupplement registerMemoryPromptPreparation
    registerMemoryCorpusSupplement registerMemoryEmbeddingProvider registerDetachedTaskRuntime
    registerInteractiveHandler onConversationBindingResolved registerTextTransforms registerReload
    registerSecurityAuditCollector registerGatewayAccessPolicy registerHostedMediaResolver
    registerMcpServerConnectionResolver registerWidgetPresenter registerBoardWidgetContentKind registerSessionCatalog
    registerNodeHostCommand registerNodeInvokePolicy registerAgentToolResultMiddleware registerTrustedToolPolicy
    registerToolMetadata registerSessionExtension registerSessionAction registerSessionSchedulerJob
    registerControlUiDescriptor registerRuntimeLifecycle registerAgentEventSubscription registerConfigMigration
    registerAutoEnableProbe enqueueNextTurnInjection emitAgentEvent setRunContext getRunContext clearRunContext
    sendSessionAttachment scheduleSessionTurn unscheduleSessionTurnsByTag registerCodexAppServerExtensionFactory`;
  expect(theirs.split(/\s+/).filter((name) => !names.has(name))).toEqual([]);
});
