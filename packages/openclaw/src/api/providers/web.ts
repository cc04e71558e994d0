import { CapabilityError, type CallContext, type WebFetchResult, type WebSearchHit } from "@mortise/sdk";
import { isMembers, membersOf, methodOf, numberOf, present, textOf, type Members } from "../reading.js";
import type { PluginScope } from "../scope.js";
import { labelled } from "./provider-members.js";

/** Registers a web search of theirs: it makes a tool, and the tool is what is asked. */
export function registerWebSearch(scope: PluginScope, provider: Members): void {
  const method = "registerWebSearchProvider";
  const id = scope.id(method, provider["id"]);
  if (id === undefined) return scope.leaveOut(method, "a provider needs an id.");
  scope.enter(method, method, {
    id,
    ...labelled(provider),
    async search({ query, limit, language }, context) {
      const args = present({ query, count: limit, language });
      const result = await ask(scope, provider, "searchConfig", args, context);
      const hits = toHits(result);
      return { hits: limit === undefined ? hits : hits.slice(0, limit) };
    },
  });
}

/** Registers a reader of web pages of theirs. */
export function registerWebFetch(scope: PluginScope, provider: Members): void {
  const method = "registerWebFetchProvider";
  const id = scope.id(method, provider["id"]);
  if (id === undefined) return scope.leaveOut(method, "a provider needs an id.");
  scope.enter(method, method, {
    id,
    ...labelled(provider),
    async fetch({ url, format, maxCharacters }, context) {
      const extractMode = format === "text" ? "text" : "markdown";
      const args = present({ url, extractMode, maxChars: maxCharacters });
      return toPage(url, extractMode, await ask(scope, provider, "fetchConfig", args, context));
    },
  });
}

async function ask(
  scope: PluginScope,
  provider: Members,
  configName: string,
  args: Members,
  { signal }: CallContext,
): Promise<Members> {
  const config = scope.settings.current();
  const tool = methodOf(provider, "createTool")?.({ config, [configName]: scope.settings.own() });
  const execute = methodOf(tool, "execute");
  if (!execute) throw new CapabilityError("the provider is not configured", { code: "authentication" });
  const result = membersOf(await execute(args, { signal }));
  const problem = textOf(result["error"]);
  if (problem !== undefined) {
    throw new CapabilityError(textOf(result["message"]) ?? problem, { code: "unavailable" });
  }
  return result;
}

/** Pages that were found; a search that answers in words gives those as a hit of their own, with its sources behind it. */
function toHits({ results, content, citations, ...rest }: Members): readonly WebSearchHit[] {
  const listed: readonly unknown[] = Array.isArray(results) ? results : [];
  const cited: readonly unknown[] = Array.isArray(citations) ? citations : [];
  const answer = textOf(content) ?? textOf(rest["answer"]);
  const sources = [...listed, ...cited].flatMap((hit) => toHit(hit) ?? []);
  const [first, ...others] = sources;
  if (answer === undefined || listed.length > 0 || !first) return sources;
  return [{ ...first, snippet: answer }, ...others];
}

function toHit(hit: unknown): WebSearchHit | undefined {
  if (typeof hit === "string") return { title: hit, url: hit };
  const { url, link, title, snippet, description, content, published, publishedAt } = membersOf(hit);
  const address = textOf(url) ?? textOf(link);
  if (address === undefined) return undefined;
  const told = textOf(snippet) ?? textOf(description) ?? textOf(content);
  const when = textOf(publishedAt) ?? textOf(published);
  return {
    title: textOf(title) ?? address,
    url: address,
    ...(told !== undefined && { snippet: told }),
    ...(when !== undefined && !Number.isNaN(Date.parse(when)) && { publishedAt: new Date(when).toISOString() }),
  };
}

function toPage(asked: string, mode: "text" | "markdown", result: Members): WebFetchResult {
  const { text, content, markdown, title, finalUrl, url, truncated, status } = result;
  const code = numberOf(status);
  if (code !== undefined && code >= 400) {
    const problem = code === 404 ? "not-found" : "unavailable";
    throw new CapabilityError(`${asked} answered ${code}`, { code: problem, status: code });
  }
  const heading = textOf(isMembers(title) ? undefined : title);
  return {
    url: textOf(finalUrl) ?? textOf(url) ?? asked,
    ...(heading !== undefined && { title: heading }),
    content: textOf(text) ?? textOf(markdown) ?? textOf(content) ?? "",
    mediaType: mode === "text" ? "text/plain" : "text/markdown",
    ...(truncated === true && { isCut: true }),
  };
}
