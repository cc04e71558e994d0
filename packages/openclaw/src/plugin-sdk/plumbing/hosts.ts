// What OpenClaw's SDK has for lists of hosts that a plugin may ask.
import { normalizeUniqueStringEntries } from "../values/lists.js";

function suffixOf(value: string): string {
  const host = value.trim().toLowerCase();
  return host === "*" || host === "*." ? "*" : host.replace(/^\*?\.+|^\*/, "").replace(/\.+$/, "");
}

/** Endings of hosts, in one form: `*.Example.com.` is `example.com`; `*` allows all, and stands alone then. */
export function normalizeHostnameSuffixAllowlist(
  given?: readonly string[],
  defaults: readonly string[] = [],
): string[] {
  const suffixes = normalizeUniqueStringEntries((given && given.length > 0 ? given : defaults).map(suffixOf));
  return suffixes.includes("*") ? ["*"] : suffixes;
}

/** Whether an address is one of HTTPS whose host is in the list, or below one that is. */
export function isHttpsUrlAllowedByHostnameSuffixAllowlist(url: string, allowlist: readonly string[]): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  const host = hostname.toLowerCase().replace(/\.$/, "");
  return (
    protocol === "https:" &&
    allowlist.some((suffix) => suffix === "*" || host === suffix || host.endsWith(`.${suffix}`))
  );
}

/** Where pages that OpenClaw shows may load scripts from: none, as no pages are shown here. */
export const WIDGET_CDN_ORIGINS: readonly string[] = [];
