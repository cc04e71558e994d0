import { unmapped, type ApiMember } from "./member.js";

const agents = "agents, sessions and their runs are OpenClaw's own";
const nodes = "the gateway has no nodes";
const page = "there is no control page to add to";
const setup = "manifests say how a plugin is set up";

/** Members that have no counterpart, with what calling one gives and why there is nothing behind it. */
export const leftOutMembers: readonly ApiMember[] = [
  unmapped("registerModelCatalogProvider", "models stand in the manifest, or with their provider"),
  unmapped("registerWorkerProvider", "the gateway rents no machines"),
  unmapped("registerDecisionProvider", "nothing asks for decisions"),
  unmapped("registerCompactionProvider", "the gateway keeps no conversations that could be made shorter"),
  unmapped("registerTranscriptSourceProvider", "nothing reads transcripts of meetings"),
  unmapped("registerMigrationProvider", "there is nothing to migrate from"),
  unmapped("registerAgentHarness", "a harness there takes part in OpenClaw's own agent"),
  unmapped("registerTextTransforms", "a filter or a hook of a native plugin changes texts"),
  unmapped("registerReload", "a plugin is loaded anew when its config changes"),
  unmapped("registerSecurityAuditCollector", "there is no audit to add to"),
  unmapped("registerGatewayAccessPolicy", "the gateway's token says who may call it"),
  unmapped("registerHostedMediaResolver", "the gateway hosts no media"),
  unmapped("registerMcpServerConnectionResolver", "servers of the Model Context Protocol are listed, not connected to"),
  unmapped("registerWidgetPresenter", page),
  unmapped("registerBoardWidgetContentKind", page),
  unmapped("registerControlUiDescriptor", page),
  unmapped("registerSessionCatalog", agents),
  unmapped("registerSessionExtension", agents),
  unmapped("registerSessionAction", agents),
  unmapped("registerSessionSchedulerJob", agents),
  unmapped("registerAgentEventSubscription", agents),
  unmapped("registerDetachedTaskRuntime", agents),
  unmapped("registerToolMetadata", "what is said of a tool stands in the manifest"),
  unmapped("registerTrustedToolPolicy", "the hook before_tool_call may forbid a call"),
  unmapped("onConversationBindingResolved", "conversations are bound to no plugin"),
  unmapped("registerNodeHostCommand", nodes),
  unmapped("registerNodeInvokePolicy", nodes),
  unmapped("registerNodeCliFeature", nodes),
  unmapped("registerConfigMigration", setup),
  unmapped("registerAutoEnableProbe", setup),
  unmapped("registerCodexAppServerExtensionFactory", "it is for plugins that OpenClaw brings itself"),
  unmapped("enqueueNextTurnInjection", agents, () => Promise.resolve({ enqueued: false, id: "", sessionKey: "" })),
  unmapped("emitAgentEvent", agents, () => ({ emitted: false, reason: agents })),
  unmapped("sendSessionAttachment", agents, () => Promise.resolve({ ok: false, error: agents })),
  unmapped("scheduleSessionTurn", "the gateway has no schedule", () => Promise.resolve(undefined)),
  unmapped("unscheduleSessionTurnsByTag", "the gateway has no schedule", () =>
    Promise.resolve({ removed: 0, failed: 0 }),
  ),
];
