// Others build on what is stable: it may change in a compatible way only.
import { describe, expect, it } from "vitest";
import {
  defineCapability,
  gatewayContracts,
  gatewayHooks,
  gatewayResources,
  type Contract,
  type HookDefinition,
} from "../src/index.js";

const contracts: readonly Contract[] = Object.values<Contract>(gatewayContracts);
const hooks: readonly HookDefinition[] = Object.values<HookDefinition>(gatewayHooks);

/** Names by what may become of them. */
function marked<Each extends { readonly stability: string }>(all: readonly Each[], nameOf: (each: Each) => string) {
  return {
    stable: all.filter(({ stability }) => stability === "stable").map(nameOf),
    evolving: all.filter(({ stability }) => stability === "evolving").map(nameOf),
  };
}

describe("each is stable or evolving [API-5]:", () => {
  it("capabilities", () => {
    const capabilities = contracts.filter(({ category }) => category === "capability");
    expect(marked(capabilities, ({ kind }) => kind)).toEqual({
      stable: ["text-inference", "speech", "media-understanding", "web-search", "embedding"],
      evolving: [
        "cli-backend",
        "realtime-transcription",
        "realtime-voice",
        "image-generation",
        "music-generation",
        "video-generation",
        "web-fetch",
        "channel",
        "gateway-discovery",
        "memory",
        "context-engine",
        "agent-harness",
      ],
    });
  });

  it("surfaces", () => {
    const surfaces = contracts.filter(({ category }) => category === "surface");
    expect(marked(surfaces, ({ kind }) => kind)).toEqual({
      stable: ["tool", "command", "service", "route", "method"],
      evolving: [
        "interactive-handler",
        "cli",
        "tool-result-middleware",
        "message-action",
        "filter",
        "memory-prompt-supplement",
        "memory-corpus-supplement",
        "api",
      ],
    });
  });

  it("resources", () => {
    expect(marked<Contract>(gatewayResources, ({ kind }) => kind)).toEqual({
      stable: [],
      evolving: [
        "skill",
        "prompt-command",
        "agent",
        "output-style",
        "hook-pack",
        "mcp-server",
        "lsp-server",
        "settings-file",
        "rule",
        "app",
        "custom-hook",
      ],
    });
  });

  it("hooks", () => {
    expect(marked(hooks, ({ name }) => name)).toEqual({
      stable: [
        "gateway_start",
        "gateway_stop",
        "message_received",
        "before_model_resolve",
        "before_prompt_build",
        "llm_input",
        "llm_output",
        "before_tool_call",
        "after_tool_call",
        "message_sending",
      ],
      evolving: [
        "inbound_claim",
        "before_dispatch",
        "before_agent_start",
        "before_agent_reply",
        "agent_turn_prepare",
        "before_agent_run",
        "model_call_started",
        "model_call_ended",
        "before_agent_finalize",
        "agent_end",
        "reply_stream",
        "reply_payload_sending",
        "message_sent",
      ],
    });
  });

  it("what an application declares without a word on it is evolving", () => {
    expect(defineCapability<{ id: string }>()({ kind: "own", operations: {} }).stability).toBe("evolving");
  });
});
