import { describe, expect, it } from "vitest";
import { createChannelApprovalAuth, resolveApprovalApprovers } from "./approvals.js";
import { createAccountListHelpers, describeAccountSnapshot, resolveMergedAccountConfig } from "./accounts.js";
import * as plugin from "./channel-plugin.js";
import { createHybridChannelConfigAdapter, createScopedChannelConfigAdapter } from "./config-adapters.js";
import {
  applyAccountNameToChannelSection,
  deleteAccountFromConfigSection,
  setAccountEnabledInConfigSection,
} from "./config-section.js";
import * as history from "./history.js";
import { createConditionalWarningCollector, isNormalizedSenderAllowed, mergeAllowFromEntries } from "./people.js";
import {
  createSetupInputPresenceValidator,
  createStandardChannelSetupStatus,
  defineChannelSetupContract,
  defineTokenCredential,
} from "./setup.js";
import { createChannelIngressError } from "./sending.js";
import { createComputedAccountStatusAdapter, runPassiveAccountLifecycle } from "./status.js";

interface Adapter {
  setAccountEnabled(of: object): unknown;
  deleteAccount(of: object): unknown;
  resolveAllowFrom(of: object): unknown;
  resolveDefaultTo(of: object): unknown;
}

const cfg = {
  other: 1,
  channels: { chat: { token: "t", dm: { a: 1 }, accounts: { Work: { token: "w", dm: { b: 2 } } } }, x: {} },
};

describe("the section of a channel [OC-10]", () => {
  it("changes in a copy, at the account as it is written", () => {
    const next = setAccountEnabledInConfigSection({ cfg, sectionKey: "chat", accountId: "work", enabled: false });
    expect(next.channels.chat.accounts.Work).toEqual({ token: "w", dm: { b: 2 }, enabled: false });
    expect(cfg.channels.chat.accounts.Work).not.toHaveProperty("enabled");
    const top = { cfg: { channels: { chat: {} } }, sectionKey: "chat", enabled: true, allowTopLevel: true };
    expect(setAccountEnabledInConfigSection(top)).toEqual({ channels: { chat: { enabled: true } } });
  });

  it("goes with its last account", () => {
    const without = deleteAccountFromConfigSection({ cfg, sectionKey: "chat", accountId: "work" });
    expect(without.channels).toEqual({ chat: { token: "t", dm: { a: 1 } }, x: {} });
    const gone = deleteAccountFromConfigSection({ cfg: { channels: { chat: { token: "t" } } }, sectionKey: "chat" });
    expect(gone).toEqual({});
  });

  it("keeps names of accounts where accounts are", () => {
    const named = applyAccountNameToChannelSection({ cfg, channelKey: "chat", accountId: "work", name: " Desk " });
    expect(named.channels.chat.accounts.Work).toMatchObject({ name: "Desk" });
    const plain = applyAccountNameToChannelSection({ cfg: {}, channelKey: "chat", accountId: "default", name: "Me" });
    expect(plain).toEqual({ channels: { chat: { name: "Me" } } });
  });
});

describe("the accounts of a channel [OC-10]", () => {
  it("are those that are set up, or the default one", () => {
    const list = createAccountListHelpers("chat", {
      implicitDefaultAccount: { channelKeys: ["token"] },
      nestedObjectKeys: ["dm"],
    });
    expect(list.listAccountIds(cfg)).toEqual(["default", "Work"]);
    expect(list.listAccountIds({})).toEqual(["default"]);
    expect(
      list.resolveDefaultAccountId({ channels: { chat: { defaultAccount: "Work", accounts: { work: {} } } } }),
    ).toBe("work");
    expect(list.resolveAccountConfig(cfg, "work")).toEqual({ token: "w", dm: { a: 1, b: 2 } });
    expect(createAccountListHelpers("none", { fallbackAccountIdWhenEmpty: false }).listAccountIds(cfg)).toEqual([]);
  });

  it("have the channel's settings under their own", () => {
    const channelConfig = { a: 1, b: 1, accounts: {}, secret: 1 };
    expect(
      resolveMergedAccountConfig({ channelConfig, accounts: { x: { b: 2 } }, accountId: "x", omitKeys: ["secret"] }),
    ).toEqual({ a: 1, b: 2 });
    expect(describeAccountSnapshot({ account: { name: " N " }, configured: true })).toMatchObject({
      accountId: "default",
      name: "N",
      enabled: true,
    });
  });

  it("are read and changed by an adapter", () => {
    const options = {
      sectionKey: "chat",
      listAccountIds: () => ["default"],
      resolveAccount: (_: object, accountId?: string | null) => ({ accountId, from: [1, "b"], to: 7 }),
      resolveAllowFrom: (account: unknown) => (account as { from: (string | number)[] }).from,
      formatAllowFrom: (entries: readonly (string | number)[]) => entries.map(String),
      resolveDefaultTo: (account: unknown) => (account as { to: number }).to,
    };
    const hybrid = createHybridChannelConfigAdapter({
      ...options,
      preserveSectionOnDefaultDelete: true,
      clearBaseFields: ["token"],
    }) as Adapter;
    expect(hybrid.deleteAccount({ cfg })).toMatchObject({ channels: { chat: { dm: { a: 1 } } } });
    expect(hybrid.setAccountEnabled({ cfg, enabled: false })).toMatchObject({ channels: { chat: { enabled: false } } });
    const scoped = createScopedChannelConfigAdapter(options) as Adapter;
    expect(scoped.setAccountEnabled({ cfg, accountId: "work", enabled: true })).toMatchObject({
      channels: { chat: { accounts: { Work: { enabled: true } } } },
    });
    expect([scoped.resolveAllowFrom({ cfg }), scoped.resolveDefaultTo({ cfg })]).toEqual([["1", "b"], "7"]);
  });
});

describe("the plugin of a channel [OC-10]", () => {
  it("is put together of its parts", async () => {
    const made = plugin.createChatChannelPlugin({
      base: plugin.createChannelPluginBase({
        id: "chat",
        meta: { label: "Chat", id: "other" },
        setup: { a: 1 },
        unknown: 1,
      }),
      security: {
        dm: {
          channelKey: "chat",
          resolvePolicy: () => null,
          resolveAllowFrom: () => ["a"],
          allowFromPathSuffix: "allowFrom",
        },
      },
      threading: { topLevelReplyToMode: "chat" },
      outbound: {
        base: { deliveryMode: "direct" },
        attachedResults: { channel: "chat", sendText: () => ({ messageId: "1" }) },
      },
    }) as Record<"security" | "threading" | "outbound", Record<string, (of: object) => unknown>>;
    expect(made).toMatchObject({
      id: "chat",
      meta: { label: "Chat", id: "chat" },
      setup: { a: 1 },
      capabilities: { chatTypes: ["direct"] },
    });
    expect(made).not.toHaveProperty("unknown");
    const policy = made.security["resolveDmPolicy"]?.({ cfg, accountId: "work", account: {} });
    expect(policy).toMatchObject({
      policy: "pairing",
      allowFrom: ["a"],
      allowFromPath: "channels.chat.accounts.work.allowFrom",
    });
    expect(made.threading["resolveReplyToMode"]?.({ cfg: { channels: { chat: { replyToMode: "first" } } } })).toBe(
      "first",
    );
    expect(made.outbound).toMatchObject({ deliveryMode: "direct" });
    expect(await made.outbound["sendText"]?.({})).toEqual({ messageId: "1", channel: "chat" });
  });

  it("takes targets apart", () => {
    expect(plugin.stripChannelTargetPrefix(" Telegram:42 ", "tg", "telegram")).toBe("42");
    expect(plugin.stripTargetKindPrefix("USER:42")).toBe("42");
  });
});

describe("who may write [OC-10]", () => {
  it("is on the list, or everybody; on an empty one nobody", () => {
    expect(isNormalizedSenderAllowed({ senderId: "U1", allowFrom: ["tg:u1"], stripPrefixRe: /^tg:/i })).toBe(true);
    expect(isNormalizedSenderAllowed({ senderId: 5, allowFrom: ["*"] })).toBe(true);
    expect(isNormalizedSenderAllowed({ senderId: "u1", allowFrom: [] })).toBe(false);
    expect(isNormalizedSenderAllowed({ senderId: " ", allowFrom: [" "] })).toBe(false);
    expect(mergeAllowFromEntries(["a", 1], ["1", "b"])).toEqual(["a", "1", "b"]);
  });
});

describe("what was said before [OC-10]", () => {
  it("is kept up to a limit, and stands before the message", () => {
    const place = { historyMap: new Map<string, { sender: string; body: string }[]>(), historyKey: "g", limit: 2 };
    for (const body of ["a", "b", "c"])
      history.recordPendingHistoryEntryIfEnabled({ ...place, entry: { sender: "s", body } });
    const text = history.buildPendingHistoryContextFromMap({
      ...place,
      currentMessage: "now?",
      formatEntry: ({ body }) => body,
    });
    expect(text.split("\n")).toEqual([
      history.HISTORY_CONTEXT_MARKER,
      "b",
      "c",
      "",
      history.CURRENT_MESSAGE_MARKER,
      "now?",
    ]);
    expect(history.buildInboundHistoryFromMap(place)).toEqual([
      { sender: "s", body: "b" },
      { sender: "s", body: "c" },
    ]);
    history.clearHistoryEntriesIfEnabled(place);
    expect(history.buildPendingHistoryContextFromMap({ ...place, currentMessage: "now?", formatEntry: () => "" })).toBe(
      "now?",
    );
    expect(
      history.recordPendingHistoryEntryIfEnabled({ ...place, limit: 0, entry: { sender: "s", body: "d" } }),
    ).toEqual([]);
  });
});

describe("how a channel is doing [OC-10]", () => {
  it("is told of what is set up and what runs", () => {
    const adapter = createComputedAccountStatusAdapter({
      resolveAccountSnapshot: () => ({ accountId: "a", extra: { mode: "poll" } }),
    });
    const snapshot = (adapter["buildAccountSnapshot"] as (of: object) => object)({
      runtime: { running: true, lastError: "e" },
      probe: 1,
    });
    expect(snapshot).toMatchObject({
      accountId: "a",
      running: true,
      lastError: "e",
      lastStartAt: null,
      probe: 1,
      mode: "poll",
    });
  });

  it("runs until it is aborted, then stops", async () => {
    const controller = new AbortController();
    const stopped: unknown[] = [];
    const run = runPassiveAccountLifecycle({
      abortSignal: controller.signal,
      start: () => Promise.resolve("handle"),
      stop: (handle) => stopped.push(handle),
    });
    controller.abort();
    await run;
    expect(stopped).toEqual(["handle"]);
  });

  it("fails by errors with names of their own", () => {
    const Refused = createChannelIngressError("Refused", { withReason: true });
    const error = new Refused("blocked", "not this one", { cause: 1 });
    expect(error).toMatchObject({ name: "Refused", reason: "blocked", message: "not this one", cause: 1 });
    expect(error).toBeInstanceOf(Error);
  });
});

describe("who may approve [OC-10]", () => {
  const normalizeApprover = (entry: string | number) => (/^\d+$/.test(String(entry)) ? String(entry) : undefined);
  const auth = (allowFrom: string[]) =>
    createChannelApprovalAuth({ channelLabel: "Chat", resolveInputs: () => ({ allowFrom }), normalizeApprover });

  it("is who is named, or who may write", () => {
    expect(resolveApprovalApprovers({ explicit: ["1", "x"], allowFrom: ["2"], normalizeApprover })).toEqual(["1"]);
    expect(resolveApprovalApprovers({ allowFrom: ["2", 2], defaultTo: " 3 ", normalizeApprover })).toEqual(["2", "3"]);
    expect(auth(["2"]).approvalAuth.authorizeActorAction({ senderId: "2" })).toEqual({ authorized: true });
    expect(auth(["2"]).approvalAuth.authorizeActorAction({ senderId: "4", approvalKind: "exec" })).toMatchObject({
      authorized: false,
    });
  });

  it("is nobody where nobody is set up", () => {
    expect(auth([]).approvalAuth.authorizeActorAction({ senderId: "2" }).authorized).toBe(false);
    expect(auth([]).isAuthorizedSender({})).toBe(false);
  });
});

describe("setting a channel up [OC-10]", () => {
  it("tells what is there and what is missing", async () => {
    const status = createStandardChannelSetupStatus({
      channelLabel: "Chat",
      configuredLabel: "ready",
      unconfiguredLabel: "needs a token",
      includeStatusLine: true,
      resolveConfigured: () => true,
      resolveExtraStatusLines: () => ["more"],
    }) as { resolveStatusLines(of: object): Promise<string[]> };
    expect(await status.resolveStatusLines({ configured: false })).toEqual(["Chat: needs a token", "more"]);
    const credential = defineTokenCredential({
      configKey: "token",
      label: "Token",
      resolveAccount: () => ({ config: { token: "t" } }),
    });
    expect(credential).toMatchObject({ label: "Token" });
    const inspect = credential["inspect"] as (place: object) => object;
    expect(inspect({})).toMatchObject({ accountConfigured: true, hasConfiguredValue: true });
    const validate = createSetupInputPresenceValidator({
      whenNotUseEnv: [{ someOf: ["token"], message: "a token is needed" }],
    });
    expect(validate({ accountId: "default", input: { token: " " } })).toBe("a token is needed");
    expect(validate({ accountId: "default", input: { useEnv: true } })).toBeNull();
  });

  it("refuses what the channel does not ask for", () => {
    const contract = defineChannelSetupContract({ fields: { token: {} }, adapter: { applyAccountConfig: () => ({}) } });
    const parse = contract["parseInput"] as (input: unknown) => object;
    expect(parse({ token: "t", name: "n", gone: undefined })).toEqual({ ok: true, value: { token: "t", name: "n" } });
    expect(parse({ other: 1 })).toMatchObject({ ok: false });
  });

  it("warns, and makes findings of warnings", () => {
    const warn = createConditionalWarningCollector<number>(
      (level) => level > 1 && "- high",
      () => ["a", "b"],
    );
    expect([warn(1), warn(2)]).toEqual([
      ["a", "b"],
      ["- high", "a", "b"],
    ]);
    const options = { checkId: "c", severity: "critical", title: "T", collectWarnings: () => ["- high ", " "] };
    expect(createConditionalWarningCollector.findings(options)(0)).toEqual([
      { checkId: "c", severity: "critical", title: "T", detail: "high" },
    ]);
  });
});
