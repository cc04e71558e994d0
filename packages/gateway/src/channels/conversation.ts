import type { ConversationGrammar } from "@mortise/sdk";
import { matchPattern } from "../commands/pattern.js";

/** A conversation's id, taken apart. */
export interface ConversationParts {
  /** The conversation, without the thread. */
  readonly conversation: string;
  /** The thread in it, where the id names one. */
  readonly thread?: string;
  /** The conversation whose settings a thread has, where it has none of its own. */
  readonly inheritsFrom?: string;
}

/**
 * Takes a conversation's id apart as its channel writes ids, without asking the plugin. What does not fit the grammar is one
 * word, and so is every id where the grammar itself is wrong.
 */
export function readConversation(id: string, grammar: ConversationGrammar = {}): ConversationParts {
  const { thread: divider = "", inheritsFromParent = true, pattern } = grammar;
  const at = divider === "" ? -1 : id.lastIndexOf(divider);
  const conversation = id.slice(0, Math.max(at, 0));
  const thread = id.slice(at + divider.length);
  if (conversation === "" || thread === "" || !fits(conversation, pattern)) return { conversation: id };
  return { conversation, thread, ...(inheritsFromParent && { inheritsFrom: conversation }) };
}

function fits(conversation: string, pattern: string | undefined): boolean {
  const match = pattern === undefined ? { groups: [] } : matchPattern(pattern, conversation);
  return match !== undefined && "groups" in match;
}
