// The whole public surface of @mortise/sdk. Named exports only.
export { apiVersion, definePlugin, defineSdk, gatewaySdk, type DefinePlugin, type Plugin, type Sdk } from "./plugin.js";
export {
  defineCapability,
  defineResource,
  defineSurface,
  idPattern,
  type Contract,
  type ContractMap,
  type ContractSlot,
  type RegistrationOf,
  type ResourceRecord,
  type Stability,
  type SurfaceContract,
} from "./contract.js";
export type { AnswerOf, OperationName, OperationOf, OperationPresence, OperationsOf, RequestOf } from "./operation.js";
export { bytes, medium, members, usage, type ConformanceOf, type OperationConformance } from "./conformance.js";
export type { NotTransferable, Transferable } from "./transferable.js";
export type {
  CapabilityRuntime,
  Handle,
  PluginApi,
  PluginApiBase,
  PluginLogger,
  RegisterMethods,
  Registering,
  RegistrationHandle,
  Runtime,
} from "./api.js";
export type {
  CallContext,
  CallEvent,
  CallFile,
  CallOptions,
  CallQuestion,
  CallRequest,
  CallScope,
  CallSession,
  CallUser,
  JsonValue,
  Usage,
} from "./context.js";
export type { PluginStorage } from "./storage.js";
export { CapabilityError, type CapabilityErrorCode, type CapabilityErrorOptions } from "./error.js";
export {
  defaultHookDeadlineMs,
  defineHook,
  type GateResult,
  type HookDefinition,
  type HookEvent,
  type HookFailurePolicy,
  type HookFilter,
  type HookFilterValue,
  type HookHandler,
  type HookKind,
  type HookMap,
  type HookMemberMerge,
  type HookMerge,
  type HookMergeFunction,
  type HookOptions,
  type HookResult,
} from "./hook.js";
export { gatewayResources } from "./gateway-resources.js";
export { gatewayContracts, type GatewayContracts } from "./gateway-contracts.js";
export { gatewayHooks, type GatewayHooks } from "./gateway-hooks.js";
export { leftOutHooks, type LeftOutHook } from "./left-out-hooks.js";
export type {
  AgentEndEvent,
  AgentFinalizeEvent,
  AgentFinalizeResult,
  AgentStartResult,
  ModelResolveEvent,
  PromptBuildEvent,
  PromptBuildResult,
  ReplyChunk,
  ReplyStreamEvent,
  TurnPrepareResult,
} from "./hooks/agent.js";
export type { GatewayStartEvent } from "./hooks/life.js";
export type {
  ClaimedReply,
  MessageReceivedEvent,
  MessageSendingEvent,
  MessageSentEvent,
  ReplyPayload,
  ReplyPayloadEvent,
} from "./hooks/messages.js";
export type { LlmInputEvent, LlmOutputEvent, ModelCallEndedEvent, ModelCallStartedEvent } from "./hooks/model-calls.js";
export type { ToolCalledEvent, ToolCallEvent } from "./hooks/tools.js";
export {
  agentHarness,
  type AgentAttemptRequest,
  type AgentEvent,
  type AgentHarness,
} from "./capabilities/agent-harness.js";
export {
  channel,
  type Channel,
  type ChannelReadiness,
  type ChannelScope,
  type ConversationGrammar,
  type MessageActionRequest,
  type MessageActionResult,
  type MessageToolDescription,
  type OutboundMedium,
  type OutboundMessage,
  type OutboundPoll,
  type ResolvedTarget,
  type Sent,
  type TargetRequest,
} from "./capabilities/channel.js";
export {
  cliBackend,
  type CliBackend,
  type CliBackendPiece,
  type CliBackendRequest,
} from "./capabilities/cli-backend.js";
export {
  contextEngine,
  type AssembledContext,
  type ContextAssembleRequest,
  type ContextEngine,
} from "./capabilities/context-engine.js";
export {
  embedding,
  type EmbeddingProvider,
  type EmbeddingRequest,
  type EmbeddingResult,
} from "./capabilities/embedding.js";
export {
  gatewayDiscovery,
  type GatewayAnnouncement,
  type GatewayDiscoveryService,
} from "./capabilities/gateway-discovery.js";
export {
  imageGeneration,
  type ImageGenerationProvider,
  type ImageGenerationRequest,
  type ImageGenerationResult,
} from "./capabilities/image-generation.js";
export {
  mediaUnderstanding,
  type MediaKind,
  type MediaRequest,
  type MediaResult,
  type MediaUnderstandingProvider,
} from "./capabilities/media-understanding.js";
export { memory, type MemoryProvider, type MemoryRecord, type MemoryScope } from "./capabilities/memory.js";
export {
  musicGeneration,
  type MusicGenerationProvider,
  type MusicGenerationRequest,
  type MusicGenerationResult,
} from "./capabilities/music-generation.js";
export {
  realtimeTranscription,
  type RealtimeTranscriptionProvider,
  type RealtimeTranscriptionRequest,
  type TranscriptPiece,
} from "./capabilities/realtime-transcription.js";
export {
  realtimeVoice,
  type RealtimeVoiceProvider,
  type RealtimeVoiceRequest,
  type VoiceInput,
  type VoiceOutput,
} from "./capabilities/realtime-voice.js";
export {
  speech,
  type SpeechProvider,
  type SpeechRequest,
  type SpeechResult,
  type Voice,
} from "./capabilities/speech.js";
export {
  textInference,
  type ChatChunk,
  type ChatMessage,
  type ChatRequest,
  type ChatResult,
  type ContentPart,
  type FinishReason,
  type ModelDescription,
  type TextInferenceProvider,
  type ToolCall,
  type ToolDescription,
} from "./capabilities/text-inference.js";
export {
  videoGeneration,
  type VideoGenerationProvider,
  type VideoGenerationRequest,
  type VideoGenerationResult,
} from "./capabilities/video-generation.js";
export {
  webFetch,
  type WebFetchProvider,
  type WebFetchRequest,
  type WebFetchResult,
} from "./capabilities/web-fetch.js";
export {
  webSearch,
  type WebSearchHit,
  type WebSearchProvider,
  type WebSearchRequest,
  type WebSearchResult,
} from "./capabilities/web-search.js";
export { cliCommand, type CliCommand, type CliInvocation } from "./surfaces/cli-command.js";
export { command, type Command, type CommandInvocation } from "./surfaces/command.js";
export { filter, type Filter, type FilterInlet, type FilterOutlet, type FilterStream } from "./surfaces/filter.js";
export { gatewayMethod, type GatewayMethod } from "./surfaces/gateway-method.js";
export { interactiveHandler, type Interaction, type InteractiveHandler } from "./surfaces/interactive-handler.js";
export { memoryCorpusSupplement, type MemoryCorpusSupplement } from "./surfaces/memory-corpus-supplement.js";
export { memoryPromptSupplement, type MemoryPromptSupplement } from "./surfaces/memory-prompt-supplement.js";
export { messageAction, type MessageAction, type MessageActionCall } from "./surfaces/message-action.js";
export {
  publishedApi,
  type ApiClient,
  type ApiMethods,
  type ApiState,
  type PublishedApi,
} from "./surfaces/published-api.js";
export { httpRoute, type HttpRoute } from "./surfaces/route.js";
export { service, type Service, type ServiceHealth } from "./surfaces/service.js";
export { toolResultMiddleware, type ToolAnswer, type ToolResultMiddleware } from "./surfaces/tool-result-middleware.js";
export { tool, type Tool, type ToolFactory, type ToolResult, type ToolScope } from "./surfaces/tool.js";
