import { expect, it } from "vitest";
import {
  isDangerousNameMatchingEnabled,
  projectCredentialSnapshotFields,
  resolveChannelStreamingBlockCoalesce,
  resolveChannelStreamingBlockEnabled,
  resolveChannelStreamingChunkMode,
  resolveConfiguredFromCredentialStatuses,
  resolveConfiguredFromRequiredCredentialStatuses,
  resolveDangerousNameMatchingEnabled,
  selectApplicableRuntimeConfig,
} from "./account-settings.js";

it("names count where the account says so, else its channel [OC-10]", () => {
  const yes = { dangerouslyAllowNameMatching: true };
  const no = { dangerouslyAllowNameMatching: false };
  expect([yes, no, {}, undefined].map(isDangerousNameMatchingEnabled)).toEqual([true, false, false, false]);
  expect(resolveDangerousNameMatchingEnabled({ accountConfig: no, providerConfig: yes })).toBe(false);
  expect(resolveDangerousNameMatchingEnabled({ accountConfig: {}, providerConfig: yes })).toBe(true);
});

it("how an account streams is read from its config [OC-10]", () => {
  const streaming = { chunkMode: "newline", block: { enabled: false, coalesce: { idleMs: 1 } } };
  expect(
    [{ streaming }, { chunkMode: "length" }, { chunkMode: 7 }, null].map(resolveChannelStreamingChunkMode),
  ).toEqual(["newline", "length", undefined, undefined]);
  expect(resolveChannelStreamingBlockEnabled({ streaming })).toBe(false);
  expect(resolveChannelStreamingBlockEnabled({})).toBeUndefined();
  expect(resolveChannelStreamingBlockCoalesce({ streaming })).toEqual({ idleMs: 1 });
});

it("the config that is handed over counts [OC-10]", () => {
  const own = { channels: {} };
  expect(selectApplicableRuntimeConfig<object>({ inputConfig: own, runtimeConfig: {} })).toBe(own);
  expect(selectApplicableRuntimeConfig({ runtimeConfig: null })).toBeUndefined();
});

it("an account tells whether it has its secrets, and nothing of what they are [OC-10]", () => {
  const account = {
    token: "secret",
    tokenStatus: "missing",
    botTokenStatus: "configured_unavailable",
    tokenSource: "env",
  };
  expect([account, { tokenStatus: "missing" }, {}].map(resolveConfiguredFromCredentialStatuses)).toEqual([
    true,
    false,
    undefined,
  ]);
  expect(resolveConfiguredFromRequiredCredentialStatuses(account, ["botTokenStatus"])).toBe(true);
  expect(resolveConfiguredFromRequiredCredentialStatuses(account, ["botTokenStatus", "tokenStatus"])).toBe(false);
  expect(projectCredentialSnapshotFields(account)).toEqual({
    tokenStatus: "missing",
    botTokenStatus: "configured_unavailable",
    tokenSource: "env",
  });
});
