import { describe, expect, it } from "vitest";
import { normalizeAccountId, normalizeAgentId, normalizeOptionalAccountId, resolveAccountEntry } from "./ids.js";
import * as keys from "./session-keys.js";

describe("ids [OC-10]", () => {
  it.each([
    [undefined, "default"],
    [" Work ", "work"],
    ["My Team!", "my-team"],
    ["--", "default"],
    ["__proto__", "default"],
  ])("the account %j is %j", (written, id) => expect(normalizeAccountId(written)).toBe(id));

  it("may be missing", () => {
    expect([normalizeOptionalAccountId("  "), normalizeOptionalAccountId("A")]).toEqual([undefined, "a"]);
    expect([normalizeAgentId(null), normalizeAgentId("Ops Bot")]).toEqual(["main", "ops-bot"]);
  });

  it("find accounts that are written otherwise, and no inherited members", () => {
    expect(resolveAccountEntry({ Work: 1 }, "work")).toBe(1);
    expect(resolveAccountEntry({ Work: 1, work: 2 }, "work")).toBe(2);
    expect(resolveAccountEntry({}, "constructor")).toBeUndefined();
  });
});

describe("the key of a session [OC-10]", () => {
  const place = { agentId: "Main", channel: "Telegram", accountId: "Work" };
  const direct = { ...place, peer: { kind: "direct", id: "U42" } };

  it.each([
    ["main", "agent:main:main"],
    ["per-peer", "agent:main:direct:u42"],
    ["per-channel-peer", "agent:main:telegram:direct:u42"],
    ["per-account-channel-peer", "agent:main:telegram:work:direct:u42"],
  ] as const)("of a direct message with the scope %s", (dmScope, key) => {
    expect(keys.buildAgentSessionKey({ ...direct, dmScope })).toBe(key);
  });

  it("of a group is the group's, unless all share one", () => {
    const group = { ...place, peer: { kind: "group", id: "-100" } };
    expect(keys.buildAgentSessionKey(group)).toBe("agent:main:telegram:group:-100");
    expect(keys.buildAgentSessionKey({ ...group, groupScope: "main", mainKey: "Home" })).toBe("agent:main:home");
  });

  it("of somebody with several names is one", () => {
    const identityLinks = { alice: ["telegram:u42", "discord:7"] };
    const config = { session: { dmScope: "per-peer", identityLinks } } as const;
    expect(keys.buildOutboundBaseSessionKey({ ...direct, cfg: config })).toBe("agent:main:direct:alice");
  });

  it("can be taken apart", () => {
    expect(keys.parseAgentSessionKey("agent:Main:telegram:group:-100")).toEqual({
      agentId: "main",
      rest: "telegram:group:-100",
    });
    expect(["main", "agent:x", "agent::x", "agent:a::b"].map(keys.parseAgentSessionKey)).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(keys.resolveAgentIdFromSessionKey("other", "Ops")).toBe("ops");
    expect(() => keys.resolveAgentIdFromSessionKey("agent:", "ops")).toThrow("names no agent");
    expect(() => keys.resolveAgentIdFromSessionKey("other")).toThrow("no default agent");
  });

  it("tells of threads and of who started it", () => {
    const thread = keys.resolveThreadSessionKeys({
      baseSessionKey: "agent:a:b",
      threadId: "T1",
      parentSessionKey: "p",
    });
    expect(thread).toEqual({ sessionKey: "agent:a:b:thread:t1", parentSessionKey: "p" });
    expect(keys.parseThreadSessionSuffix(thread.sessionKey)).toEqual({ baseSessionKey: "agent:a:b", threadId: "t1" });
    expect(keys.isSubagentSessionKey("agent:a:subagent:1")).toBe(true);
    expect([
      keys.isAcpSessionKey("acp:1"),
      keys.isCronSessionKey("agent:a:cron:1"),
      keys.isCronSessionKey("cron:1"),
    ]).toEqual([true, true, false]);
  });
});
