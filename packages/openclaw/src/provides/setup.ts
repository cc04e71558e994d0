import type { Fields } from "../fields/known.js";

/** What a provider needs before it can be used: `{ setup: { env, authMethods, authEvidence, … } }`, without its id. */
export function setupOf({ setup }: Fields, id: string): Readonly<Record<string, unknown>> {
  const described = setup?.providers?.find((provider) => provider.id === id);
  if (!described) return {};
  const { id: _id, envVars: env, ...rest } = described;
  const whole = { ...(env && { env }), ...rest };
  return Object.keys(whole).length > 0 ? { setup: whole } : {};
}
