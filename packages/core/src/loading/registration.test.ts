import { channel, mediaUnderstanding, tool, type Contract } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { checkRegistration } from "./registration.js";

const fn = async () => ({});
const problem = (contract: Contract, value: object) => checkRegistration("api.register", contract, value)?.message;

describe("what is registered must fit its contract [REG-4]", () => {
  it.each<[string, Contract, object, string | undefined]>([
    ["a channel with nothing", channel, { id: "c" }, undefined],
    ["a channel that can send", channel, { id: "c", outbound: { send: fn } }, undefined],
    ["a way out without send", channel, { id: "c", outbound: { sendPoll: fn } }, '"/outbound"'],
    [
      "a send that is no function",
      channel,
      { id: "c", outbound: { send: 5 } },
      'found the number 5 at "outbound.send"',
    ],
    ["half of the actions", channel, { id: "c", actions: { handleAction: fn } }, '"/actions"'],
    ["actions that are no object", channel, { id: "c", actions: 5 }, '"/actions"'],
    ["a tool", tool, { name: "t", description: "", parameters: {}, execute: fn }, undefined],
    ["what makes a tool", tool, { name: "t", create: fn }, undefined],
    ["a tool that can do nothing", tool, { name: "t", description: "", parameters: {} }, "not a tool"],
    ["a tool without description", tool, { name: "t", parameters: {}, execute: fn }, "not a tool"],
    ["what takes images", mediaUnderstanding, { id: "m", accepts: ["image"], describeImage: fn }, undefined],
    [
      "what takes images and cannot",
      mediaUnderstanding,
      { id: "m", accepts: ["image"], describeVideo: fn },
      "describeImage",
    ],
    ["what takes audio and cannot", mediaUnderstanding, { id: "m", accepts: ["audio"] }, "transcribeAudio"],
    ["what takes video and cannot", mediaUnderstanding, { id: "m", accepts: ["video"] }, "describeVideo"],
  ])("%s", (_name, contract, value, expected) => {
    const found = problem(contract, value);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(expected);
  });
});
