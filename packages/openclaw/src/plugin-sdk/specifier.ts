const pattern = /^(?:openclaw|@?openclaw\/plugin-sdk(?:\/([\w.-]+(?:\/[\w.-]+)*))?)$/;

/**
 * The part of OpenClaw's SDK that a specifier names: `openclaw/plugin-sdk/core` gives `core`, the bare package and the
 * SDK's root give an empty string. Nothing for every other specifier, other files of the package among them.
 */
export function sdkSubpath(specifier: string): string | undefined {
  const found = pattern.exec(specifier);
  return found ? (found[1] ?? "").replace(/\.[cm]?js$/, "") : undefined;
}
