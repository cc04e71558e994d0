/** A hook of OpenClaw's that the reference gateway does not call, and why. */
export interface LeftOutHook {
  readonly name: string;
  readonly reason: string;
}

const sessions = "the gateway keeps no sessions: callers send the whole conversation with each request";
const transcript = "the gateway writes no transcript; a tool-result middleware changes what a model sees of a tool";
const subagents = "the gateway runs no sub-agents";
const schedule = "the gateway has no schedule; a plugin's service keeps its own time";
const skills = "the gateway has no workshop for skills; manifests and bundles bring them";

/** OpenClaw's hooks that have no place in the reference gateway. An application may declare any of them in its own list. */
export const leftOutHooks: readonly LeftOutHook[] = [
  { name: "session_start", reason: sessions },
  { name: "session_end", reason: sessions },
  { name: "before_reset", reason: sessions },
  { name: "before_compaction", reason: sessions },
  { name: "after_compaction", reason: sessions },
  { name: "tool_result_persist", reason: transcript },
  { name: "before_message_write", reason: transcript },
  {
    name: "reply_dispatch",
    reason:
      "a reply goes back by the request that asked for it; `before_dispatch` and `before_agent_reply` answer instead",
  },
  { name: "subagent_delivery_target", reason: subagents },
  { name: "subagent_spawned", reason: subagents },
  { name: "subagent_progress", reason: subagents },
  { name: "subagent_ended", reason: subagents },
  { name: "cron_reconciled", reason: schedule },
  { name: "cron_changed", reason: schedule },
  { name: "heartbeat_prompt_contribution", reason: schedule },
  { name: "skill_proposal_changed", reason: skills },
  { name: "skill_changed", reason: skills },
  { name: "skill_proposal_evaluate", reason: skills },
  { name: "resolve_exec_env", reason: "the gateway has no tool that runs programs" },
  { name: "before_install", reason: "the gateway installs nothing while it runs" },
  { name: "channel_pairing_requested", reason: "who may write over a channel is the channel's own business" },
];
