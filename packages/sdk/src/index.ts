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
} from "./contract.js";
export type { AnswerOf, OperationName, OperationOf, OperationPresence, OperationsOf, RequestOf } from "./operation.js";
export { bytes, medium, members, usage, type ConformanceOf, type OperationConformance } from "./conformance.js";
export type { NotTransferable, Transferable } from "./transferable.js";
export type {
  CapabilityRuntime,
  PluginApi,
  PluginApiBase,
  PluginLogger,
  RegisterMethods,
  RegistrationHandle,
  Runtime,
} from "./api.js";
export type { CallContext, CallOptions, JsonValue, Usage } from "./context.js";
export type { PluginStorage } from "./storage.js";
export { CapabilityError, type CapabilityErrorCode, type CapabilityErrorOptions } from "./error.js";
export {
  defaultHookDeadlineMs,
  defineHook,
  type GateResult,
  type HookDefinition,
  type HookEvent,
  type HookFailurePolicy,
  type HookHandler,
  type HookKind,
  type HookMap,
  type HookMerge,
  type HookOptions,
  type HookResult,
} from "./hook.js";
export { gatewayContracts, type GatewayContracts } from "./gateway-contracts.js";
export {
  gatewayHooks,
  type GatewayHooks,
  type GatewayStartEvent,
  type LlmInputEvent,
  type LlmOutputEvent,
  type MessageReceivedEvent,
  type MessageSendingEvent,
  type ModelResolveEvent,
  type PromptBuildEvent,
} from "./gateway-hooks.js";
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
  speech,
  type SpeechProvider,
  type SpeechRequest,
  type SpeechResult,
  type Voice,
} from "./capabilities/speech.js";
export {
  mediaUnderstanding,
  type MediaKind,
  type MediaRequest,
  type MediaResult,
  type MediaUnderstandingProvider,
} from "./capabilities/media-understanding.js";
export {
  embedding,
  type EmbeddingProvider,
  type EmbeddingRequest,
  type EmbeddingResult,
} from "./capabilities/embedding.js";
export {
  webSearch,
  type WebSearchHit,
  type WebSearchProvider,
  type WebSearchRequest,
} from "./capabilities/web-search.js";
export { tool, type Tool, type ToolResult } from "./surfaces/tool.js";
export { command, type Command, type CommandInvocation } from "./surfaces/command.js";
export { service, type Service, type ServiceHealth } from "./surfaces/service.js";
export { httpRoute, type HttpRoute } from "./surfaces/route.js";
