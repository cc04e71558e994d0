import { isPromiseLike } from "../diagnostics/given-value.js";
import type { InstanceUse } from "../loading/instance-use.js";
import type { Calling } from "./calling.js";
import { Context, type HookBounds } from "./context.js";

/** Whether a plugin says what users may set. */
export function hasUserConfig({ candidate }: InstanceUse): boolean {
  return candidate.manifest.userConfigSchema !== undefined;
}

/** Puts what the call's user set into its context, then calls; where that is still to be read, a promise of the call. */
export function withUserConfig(
  use: InstanceUse,
  context: Context,
  { user }: HookBounds,
  { userConfigOf }: Calling,
  call: () => unknown,
): unknown {
  if (user === undefined || userConfigOf === undefined) return call();
  const config = userConfigOf(use, user);
  if (!isPromiseLike(config)) {
    Context.setUserConfig(context, config);
    return call();
  }
  return config.then((settled) => {
    Context.setUserConfig(context, settled);
    return call();
  });
}
