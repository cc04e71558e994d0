// The rest of what OpenClaw 2026.9.6 exports, by subpath of its plugin SDK.

/** The subpaths of which Mortise has nothing. */
export const otherSubpaths = `
access-groups acp-binding-resolve-runtime acp-binding-runtime acp-runtime acp-runtime-backend agent-core agent-harness
agent-harness-exec-review-runtime agent-harness-registration agent-harness-task-runtime agent-harness-tool-runtime
agent-media-payload agent-scope-runtime agent-sessions agent-workspace-runtime allowlist-config-edit
approval-client-runtime approval-delivery-runtime approval-gateway-runtime approval-handler-adapter-runtime
approval-handler-runtime approval-native-runtime approval-reaction-runtime approval-reference-runtime
approval-reply-runtime archive blob-runtime browser-cdp browser-config channel-activity-runtime channel-config-ui-hints
channel-config-writes channel-contract channel-dm-policy channel-inbound-debounce channel-ingress-runtime
channel-join-intro-runtime channel-reply-pipeline channel-route channel-runtime-context channel-secret-owner-runtime
channel-secret-tts-runtime channel-streaming-config channel-targets chat-channel-ids claude-model-runtime cli-argv
cli-backend codex-mcp-projection codex-session-transcript-runtime command-auth command-auth-native command-detection
command-primitives-runtime command-status command-status-runtime command-surface computer-use concurrency-runtime
config-contracts config-mutation context-visibility-runtime control-ui control-ui-link-reader
conversation-binding-inspection-runtime conversation-binding-runtime conversation-runtime cron-store-runtime decisions
delivery-queue-runtime device-bootstrap diagnostic-flags directory-config-runtime doctor-repair-runtime
document-extractor embedding-provider-adapter embedding-provider-runtime-contract embedding-providers
exec-approvals-runtime feature-contract feature-plugin fetch-runtime file-lock gateway-config-runtime
gateway-method-runtime group-activation health heartbeat-runtime hook-runtime host-runtime html-entity-runtime
image-generation image-generation-runtime inbound-envelope inbound-event-delivery inbound-reply-dispatch
ingress-effect-once inline-image-data-url-runtime interactive-runtime json-schema-runtime json-store
json-unsafe-integers llm markdown-table-runtime media-ffmpeg media-generation-runtime media-local-roots media-store
media-understanding media-understanding-runtime meeting-page-script-runtime meeting-runtime
memory-core-host-embedding-registry memory-core-host-engine-curated memory-core-host-engine-embeddings
memory-core-host-engine-fs memory-core-host-engine-indexing memory-core-host-engine-schema
memory-core-host-engine-sessions memory-core-host-engine-storage memory-core-host-runtime-files memory-core-host-secret
memory-core-host-status memory-host-core memory-host-events memory-host-markdown memory-host-search
message-tool-delivery-hints migration migration-runtime model-catalog-pricing model-session-runtime
models-provider-runtime music-generation native-command-config-runtime native-command-registry
native-hook-relay-runtime node-cli-runtime node-host node-selection-runtime outbound-echo-runtime outbound-media
pair-loop-guard-runtime persistent-dedupe plugin-command-runtime plugin-config-runtime plugin-runtime
plugin-state-runtime plugin-state-store-runtime poll-runtime process-runtime provider-auth-aliases
provider-auth-login-flow-runtime provider-auth-result provider-auth-runtime provider-binary-stream
provider-catalog-live-runtime provider-catalog-runtime provider-env-vars provider-model-types provider-oauth-runtime
provider-onboard provider-selection-runtime provider-setup provider-stream provider-stream-family
provider-stream-shared provider-thinking-runtime provider-tools provider-transport-runtime provider-usage
provider-web-fetch-contract provider-web-search-config-contract provider-web-search-contract proxy-capture
qa-runner-runtime question-gateway-runtime realtime-bootstrap-context realtime-transcription
realtime-transcription-session realtime-voice realtime-voice-activation realtime-voice-audio-queue
realtime-voice-playback reply-chunking reply-dispatch-runtime reply-payload reply-reference reply-runtime
response-limit-runtime root-walk run-command runtime-doctor runtime-doctor-migrations runtime-fetch
runtime-group-policy secret-file secret-file-runtime secret-provider-alias secret-ref-readonly session-binding-runtime
session-catalog session-catalog-paging session-catalog-runtime session-discussion session-store-paths
session-store-runtime session-transcript-hit session-transcript-runtime session-visibility simple-completion-runtime
skill-commands-runtime speech-settings sqlite-runtime sqlite-worker-runtime ssrf-dispatcher ssrf-runtime-internal
state-paths system-event-runtime talk-config-runtime target-resolver-runtime telegram-account text-autolink-runtime
text-chunking text-grapheme thread-bindings-runtime thread-bindings-session-runtime tool-payload transcripts
transport-ready-runtime types video-generation video-generation-runtime web-content-extractor web-media webhook-targets
websocket-runtime windows-spawn worker-task-server
`;
