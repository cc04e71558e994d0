import { CapabilityError, type MemoryProvider, type MemoryRecord } from "@mortise/sdk";
import { mapped, type ApiMember } from "../member.js";
import { membersOf, methodOf, numberOf, present, textOf, textsOf, type Callable, type Members } from "../reading.js";
import { baseIdOf } from "../settings.js";
import type { PluginScope } from "../scope.js";

type Hit = MemoryRecord & { readonly score?: number };

/** What a plugin brings of memory. */
export const memoryMembers: readonly ApiMember[] = [
  mapped(
    {
      name: "registerMemoryCapability",
      support: "partial",
      counterpart: "registerMemoryProvider",
      note: "What its search manager finds is recalled, and its prompt section is added; nothing is stored through it, since plugins store by their tools. Flush plans and dreaming mean nothing.",
    },
    (scope, capability) => registerMemory(scope, membersOf(capability)),
  ),
  mapped(
    {
      name: "registerMemoryPromptSupplement",
      support: "full",
      counterpart: "registerMemoryPromptSupplement",
    },
    (scope, builder) => registerPrompt(scope, "registerMemoryPromptSupplement", "supplement", builder),
  ),
  mapped(
    {
      name: "registerMemoryPromptPreparation",
      support: "full",
      counterpart: "registerMemoryPromptSupplement",
    },
    (scope, prepare) => registerPrompt(scope, "registerMemoryPromptPreparation", "preparation", prepare),
  ),
  mapped(
    {
      name: "registerMemoryCorpusSupplement",
      support: "full",
      counterpart: "registerMemoryCorpusSupplement",
    },
    (scope, supplement) => registerCorpus(scope, supplement),
  ),
];

function registerMemory(scope: PluginScope, { runtime, promptBuilder }: Members): void {
  const id = baseIdOf(scope.plugin.id);
  const managerOf = methodOf(runtime, "getMemorySearchManager");
  if (typeof promptBuilder === "function") registerPrompt(scope, "registerMemoryCapability", "memory", promptBuilder);
  const registration: MemoryProvider = {
    id,
    async search({ query, limit, scope: whose }, _context) {
      const { manager, error } = membersOf(
        await managerOf?.({ cfg: scope.settings.current(), agentId: whose?.agentId ?? "main" }),
      );
      const problem = textOf(error);
      if (problem !== undefined) throw new CapabilityError(problem, { code: "unavailable" });
      const options = present({ maxResults: limit, sessionKey: whose?.sessionId });
      const found = await methodOf(manager, "search")?.(query, options);
      return { hits: toHits(found) };
    },
    add: () => {
      const reason = `${id} stores what is remembered by tools of its own`;
      return Promise.reject(new CapabilityError(reason, { code: "unsupported" }));
    },
  };
  scope.enter("registerMemoryCapability", "registerMemoryProvider", registration);
}

function registerPrompt(scope: PluginScope, member: string, name: string, builder: unknown): void {
  if (typeof builder !== "function") return scope.leaveOut(member, "its builder is no function.");
  scope.enter(member, "registerMemoryPromptSupplement", {
    id: `${baseIdOf(scope.plugin.id)}-${name}`,
    build: async ({ scope: whose }, { session }) => {
      const agentId = whose?.agentId ?? session?.agentId;
      const agentSessionKey = whose?.sessionId ?? session?.key;
      const lines = await (builder as Callable)({
        availableTools: new Set(),
        ...present({ agentId, agentSessionKey }),
      });
      return { lines: textsOf(lines) };
    },
  });
}

function registerCorpus(scope: PluginScope, supplement: unknown): void {
  const search = methodOf(supplement, "search");
  const get = methodOf(supplement, "get");
  if (!search) return scope.leaveOut("registerMemoryCorpusSupplement", "it needs a search.");
  scope.enter("registerMemoryCorpusSupplement", "registerMemoryCorpusSupplement", {
    id: `${baseIdOf(scope.plugin.id)}-corpus`,
    search: async ({ query, limit, scope: whose }) => ({
      hits: toHits(await search(present({ query, maxResults: limit, agentId: whose?.agentId }))),
    }),
    ...(get && { get: async ({ id }) => toRecord(await get({ lookup: id }), id) }),
  });
}

function toHits(found: unknown): readonly Hit[] {
  const list: readonly unknown[] = Array.isArray(found) ? found : [];
  return list.flatMap((hit) => {
    const { score, path, startLine, id } = membersOf(hit);
    const line = numberOf(startLine);
    const place = textOf(path) ?? "";
    const record = toRecord(hit, textOf(id) ?? (line === undefined ? place : `${place}#L${line}`));
    const likeness = numberOf(score);
    return record ? [{ ...record, ...(likeness !== undefined && { score: Math.min(Math.max(likeness, 0), 1) }) }] : [];
  });
}

function toRecord(found: unknown, id: string): MemoryRecord | undefined {
  const { snippet, text, content, path, source, updatedAt } = membersOf(found);
  const words = textOf(snippet) ?? textOf(content) ?? textOf(text);
  if (words === undefined) return undefined;
  const when = textOf(updatedAt);
  const metadata = present({ path: textOf(path), source: textOf(source) }) as Record<string, string>;
  return {
    id: id === "" ? words.slice(0, 64) : id,
    text: words,
    ...(when !== undefined && { createdAt: when }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}
