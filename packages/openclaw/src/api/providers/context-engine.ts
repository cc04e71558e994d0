import type { ContextEngine } from "@mortise/sdk";
import { fromTheirMessages, toTheirConversation, toTheirMessage } from "../messages.js";
import { membersOf, methodOf, numberOf, textOf, type Callable } from "../reading.js";
import type { PluginScope } from "../scope.js";
import { required } from "./provider-members.js";

/** Registers a context engine of theirs; the factory is called when the engine is first asked. */
export function registerContextEngine(scope: PluginScope, written: unknown, factory: unknown): void {
  const id = scope.id("registerContextEngine", written);
  if (id === undefined || typeof factory !== "function") {
    return scope.leaveOut("registerContextEngine", "a context engine needs an id and a factory.");
  }
  let made: Promise<unknown> | undefined;
  const engine = () => (made ??= make(scope, factory as Callable));
  scope.native.onDispose(async () => void (await methodOf(await made, "dispose")?.()));
  const registration: ContextEngine = {
    id,
    async assemble({ sessionId, messages, budgetTokens }, _context) {
      const { systemPrompt, messages: theirs, prompt } = toTheirConversation(messages);
      const assemble = required(await engine(), "assemble");
      const answer = await assemble({
        sessionId,
        messages: theirs,
        tokenBudget: budgetTokens,
        prompt,
        availableTools: new Set(),
      });
      const { messages: assembled, estimatedTokens, systemPromptAddition } = membersOf(answer);
      const tokens = numberOf(estimatedTokens);
      const system = [textOf(systemPromptAddition), systemPrompt].filter((text) => text !== undefined).join("\n\n");
      const kept = Array.isArray(assembled)
        ? fromTheirMessages(assembled)
        : messages.filter(({ role }) => role !== "system");
      return {
        messages: [...(system === "" ? [] : [{ role: "system" as const, content: system }]), ...kept],
        ...(tokens !== undefined && { tokens }),
      };
    },
    async ingest({ sessionId, message }) {
      await methodOf(await engine(), "ingest")?.({ sessionId, message: toTheirMessage(message) });
    },
  };
  scope.enter("registerContextEngine", "registerContextEngine", registration);
}

async function make({ settings, folders }: PluginScope, factory: Callable): Promise<unknown> {
  return factory({ config: settings.current(), workspaceDir: folders.workspace(), agentDir: folders.state() });
}
