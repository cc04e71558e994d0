// What OpenClaw's SDK has for ids of accounts and agents.
import { isDangerousName } from "@mortise/core/catalog";

/** The account that is meant where none is named. */
export const DEFAULT_ACCOUNT_ID = "default";

/** The agent that is meant where none is named. */
export const DEFAULT_AGENT_ID = "main";

/** Lower case, letters, digits, `_` and `-`; at most 64. */
function canonical(id: unknown): string {
  const text = typeof id === "string" ? id.trim().toLowerCase() : "";
  if (/^[a-z\d][\w-]{0,63}$/.test(text)) return text;
  return text
    .replaceAll(/[^\w-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 64);
}

/** The id of an account as it is stored, or nothing where none is left of it. */
export function normalizeOptionalAccountId(id?: string | null): string | undefined {
  const account = canonical(id);
  return account === "" || isDangerousName(account) ? undefined : account;
}

/** The same with `default` for nothing. */
export function normalizeAccountId(id?: string | null): string {
  return normalizeOptionalAccountId(id) ?? DEFAULT_ACCOUNT_ID;
}

/** The id of an agent as it is stored; `main` where none is left of it. */
export function normalizeAgentId(id?: string | null): string {
  return canonical(id) || DEFAULT_AGENT_ID;
}

/** The same as `normalizeAgentId`. */
export function sanitizeAgentId(id?: string | null): string {
  return normalizeAgentId(id);
}

/** The entry of an account, also where its key is written otherwise. */
export function resolveAccountEntry<Entry>(
  accounts: Readonly<Record<string, Entry>> | undefined,
  id: string,
): Entry | undefined {
  if (!accounts) return undefined;
  if (Object.hasOwn(accounts, id)) return accounts[id];
  const wanted = id.toLowerCase();
  return Object.entries(accounts).find(([key]) => key.toLowerCase() === wanted)?.[1];
}
