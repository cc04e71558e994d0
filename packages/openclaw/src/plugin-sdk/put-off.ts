import { MortiseError } from "@mortise/core";
import { diagnoseOpenclaw } from "../diagnostics.js";

/**
 * Functions of OpenClaw's SDK that Mortise does not have and that plugins call while they are put together: what they
 * give has a meaning only for OpenClaw's agent, its questions at setup, its doctor and its approvals. Calling one gives
 * something that can be passed along, and using that fails.
 */
const factories: ReadonlySet<string> = new Set(
  `buildAccountScopedAllowlistConfigEditor buildAccountScopedDmSecurityPolicy buildAnthropicReplayPolicyForModel
  buildDmGroupAccountAllowlistAdapter buildGoogleGeminiReplayPolicy
  buildHybridAnthropicOrOpenAIReplayPolicy buildLegacyDmAccountAllowlistAdapter buildMutableAllowEntryDetector
  buildNativeAnthropicReplayPolicyForModel buildOpenAICompatibleReplayPolicy
  buildPassthroughGeminiSanitizingReplayPolicy buildProviderReplayFamilyHooks buildProviderStreamFamilyHooks
  buildProviderToolCompatFamilyHooks buildStrictAnthropicReplayPolicy composeAccountWarningCollectors
  composeWarningCollectors createAccountScopedAllowFromSection createAccountScopedAllowlistNameResolver
  createAccountScopedConversationBindingManager createAccountScopedGroupAccessSection createAckReactionHandle
  createAliasOnlyPresetAppliers createAllowedChatSenderMatcher createAllowlistProviderGroupPolicyWarningCollector
  createAllowlistProviderOpenWarningCollector createAllowlistProviderRestrictSendersWarningCollector
  createAllowlistProviderRouteAllowlistWarningCollector createAllowlistSetupWizardProxy
  createApprovalReactionTargetStore createApproverRestrictedNativeApprovalAdapter
  createApproverRestrictedNativeApprovalCapability
  createApproverRestrictedNativeApprovalCapabilityFromForwardingRoutes createAsyncComputedAccountStatusAdapter
  createAuthRateLimiter createBoundedCounter createChannelApiRetryRunner createChannelApprovalCapability
  createChannelApprovalHandler createChannelApprovalHandlerFromCapability createChannelApprovalNativeRuntimeAdapter
  createChannelApproverDmTargetResolver createChannelConfigUiHints createChannelDmPolicy
  createChannelExecApprovalProfile createChannelInboundDebouncer createChannelIngressResolver
  createChannelInteractiveDispatcher createChannelMessageAdapterFromOutbound createChannelNativeApprovalRuntime
  createChannelNativeOriginTargetResolver createChannelPairingChallengeIssuer createChannelReplayGuard
  createChannelRunQueue createChannelSecretTargetRegistryEntries createClaimableDedupe createCliPathTextInput
  createDangerousNameMatchingMutableAllowlistWarningCollector createDefaultModelPresetAppliers
  createDefaultModelsConnectionPresetAppliers createDefaultModelsPresetAppliers createDelegatedSetupWizardProxy
  createDelegatedTextInputShouldPrompt createDependentCredentialStatusIssueCollector createDetectedBinaryStatus
  createDirectTextMediaOutbound createEnvPatchedAccountSetupAdapter createExecApprovalChannelRuntime
  createFlatAllowlistOverrideResolver createHostedOutboundMediaStore createInboundEventDeliveryCorrelation
  createIngressEffectOnce createInspectedDirectoryEntriesLister createLazyChannelApprovalNativeRuntimeAdapter
  createLazyCliRuntimeLoader createLegacyCompatChannelDmPolicy createLegacyPrivateNetworkDoctorContract
  createLiveTransportQaCliRegistration createLoggedPairingApprovalNotifier createModelCatalogPresetAppliers
  createMoonshotThinkingWrapper createNativeApprovalChannelRouteGates createNativeApprovalControlRegistry
  createNativeApprovalForwardingFallbackSuppressor createNativeApprovalMessagingTargetResolvers
  createNestedAllowlistOverrideResolver createOneTimeTicketStore createOpenGroupPolicyRestrictSendersWarningCollector
  createOpenProviderConfiguredRouteWarningCollector createOpenProviderGroupPolicyWarningCollector
  createOptionalChannelSetupAdapter createOptionalChannelSetupSurface createOptionalChannelSetupWizard
  createPairLoopGuard createPatchedAccountSetupAdapter createPermitPool createPersistentDedupe
  createPersistentDedupeCache createPluginSecretRefSetupCli createPluginStateErrorReporter
  createPreCryptoDirectDmAuthorizer createPromptParsedAllowFromForAccount createProviderConnectionPresetAppliers
  createProviderLoginFlowRegistry createQuestionReactionTargetStore createRateLimitRetryRunner
  createResolvedApproverActionAuthAdapter createResolvedDirectoryEntriesLister createRestrictSendersChannelSecurity
  createRuntimeConfigReader createRuntimeDirectoryLiveAdapter createRuntimeOutboundDelegates
  createScopedAccountReplyToModeResolver createScopedChannelMediaMaxBytesResolver createScopedExpiringIdCache
  createSessionCatalogAdoptionCoordinator createSessionCatalogFamily createSessionCatalogNodeHostBindings
  createSimpleChannelSecretContract createStaticReplyToModeResolver createTelegramRetryRunner
  createTopLevelChannelAllowFromSetter createTopLevelChannelDmPolicy createTopLevelChannelDmPolicySetter
  createTopLevelChannelGroupPolicySetter createTopLevelChannelParsedAllowFromPrompt
  createTopLevelChannelReplyToModeResolver createUnionActionGate createUpstreamProviderCatalog
  createWebhookAnomalyTracker defineChannelAliasMigration defineFinalizableLivePreviewAdapter defineKeyMoveMigration
  defineLegacyJsonStateMigration definePluginDoctorMigrationFromPlans defineStableChannelIngressIdentity
  defineStrayPluginEntryConfigMigration getChatChannelMeta identityEntryAuthenticationClassifier
  projectAccountConfigWarningCollector projectAccountWarningCollector projectConfigAccountIdWarningCollector
  projectConfigWarningCollector projectWarningCollector`.split(/\s+/),
);

/** The same of what is no function: hooks of providers, which plugins spread into theirs. */
const values: ReadonlySet<string> = new Set([
  "ANTHROPIC_BY_MODEL_REPLAY_HOOKS",
  "NATIVE_ANTHROPIC_REPLAY_HOOKS",
  "OPENAI_COMPATIBLE_REPLAY_HOOKS",
  "PASSTHROUGH_GEMINI_REPLAY_HOOKS",
  "pluginSecretRefSetup",
  "questionGatewayRuntime",
]);

/** Names of OpenClaw's SDK whose lack shows only where what they give is used. */
export const putOffExports: readonly string[] = [...factories, ...values];

/** What stands in for such an export; nothing for every other name. */
export function putOff(specifier: string, name: string): unknown {
  if (values.has(name)) return product(specifier, name);
  if (!factories.has(name)) return undefined;
  // What `new` is to refuse must be something that can be constructed.
  return new Proxy(function missing() {}, {
    apply: () => product(specifier, `${name}()`),
    construct: () => refuse(specifier, name),
  });
}

function refuse(specifier: string, path: string): never {
  throw new MortiseError(diagnoseOpenclaw("OPENCLAW_SDK_EXPORT_MISSING", { export: path, specifier }));
}

/** What the language and others ask of any object: to await it, to print it, to test what it is. */
const looks: ReadonlySet<string> = new Set(["then", "toJSON", "$$typeof", "asymmetricMatch", "nodeType", "prototype"]);

function* noMembers(): Generator<never> {}

/** Can be passed along, taken apart by name and spread, which gives nothing; calling or converting any of it fails. */
function product(specifier: string, path: string): object {
  const fail = () => refuse(specifier, path);
  return new Proxy(() => {}, {
    apply: fail,
    set: fail,
    get(_, key) {
      if (key === Symbol.toPrimitive) return fail;
      if (key === Symbol.iterator) return noMembers;
      if (typeof key === "symbol" || looks.has(key)) return undefined;
      return product(specifier, `${path}.${key}`);
    },
    has: (_, key) => typeof key === "string" && !looks.has(key),
    ownKeys: () => [],
    getOwnPropertyDescriptor: () => undefined,
  });
}
