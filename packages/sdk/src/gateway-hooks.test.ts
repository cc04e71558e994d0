import { describe, expect, expectTypeOf, it } from "vitest";
import { gatewayHooks, type GatewayHooks } from "./gateway-hooks.js";
import type { HookEvent, HookResult } from "./hook.js";
import { leftOutHooks } from "./left-out-hooks.js";

/** The typed hooks of OpenClaw 2026.9.6, the measure. */
const openclawHooks =
  `before_model_resolve agent_turn_prepare before_prompt_build before_agent_finalize heartbeat_prompt_contribution
  resolve_exec_env subagent_delivery_target message_sending reply_payload_sending before_tool_call before_install
  before_agent_run before_agent_reply inbound_claim before_dispatch reply_dispatch model_call_started model_call_ended
  llm_input llm_output agent_end before_compaction after_compaction before_reset channel_pairing_requested
  message_received message_sent after_tool_call session_start session_end subagent_spawned subagent_progress
  subagent_ended gateway_start gateway_stop cron_reconciled cron_changed skill_proposal_changed skill_changed
  tool_result_persist before_message_write skill_proposal_evaluate`.split(/\s+/);

describe("the list of hooks [SDK-8]", () => {
  it("has each of OpenClaw's 42, or says why not", () => {
    expect(openclawHooks).toHaveLength(42);
    const known = [...Object.keys(gatewayHooks), ...leftOutHooks.map(({ name }) => name)];
    expect(known.toSorted()).toEqual([...openclawHooks, "before_agent_start", "reply_stream"].toSorted());
    expect(leftOutHooks.filter(({ reason }) => reason.length < 20)).toEqual([]);
  });

  it("names each hook as it is keyed", () => {
    expect(Object.entries(gatewayHooks).filter(([key, { name }]) => key !== name)).toEqual([]);
  });

  it("fails closed where a gate guards an action, and open where it guards a reply", () => {
    const closed = Object.values(gatewayHooks).filter(({ failure }) => failure === "closed");
    expect(closed.map(({ name }) => name)).toEqual(["before_agent_run", "before_tool_call"]);
  });

  it("bounds each handler", () => {
    const others = Object.values(gatewayHooks).filter(({ deadlineMs }) => deadlineMs !== 15_000);
    expect(others.map(({ name, deadlineMs }) => [name, deadlineMs])).toEqual([
      ["gateway_stop", 5_000],
      ["agent_end", 30_000],
    ]);
  });

  it("gives each hook's event and result a type", () => {
    expectTypeOf<HookEvent<GatewayHooks["before_tool_call"]>>().toHaveProperty("args");
    expectTypeOf<HookResult<GatewayHooks["before_prompt_build"]>>().toEqualTypeOf<{
      readonly system?: readonly string[];
      readonly toolsAllow?: readonly string[];
    }>();
    expectTypeOf<HookResult<GatewayHooks["inbound_claim"]>>().toHaveProperty("handled");
  });
});
