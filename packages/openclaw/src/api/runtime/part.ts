import type { Compatibility } from "../compatibility.js";
import type { Callable } from "../reading.js";
import type { PluginScope } from "../scope.js";

/** A member of `api.runtime`, by its path: `system.runCommandWithTimeout`. */
export interface RuntimePart extends Compatibility {
  /** Makes it for one plugin; called when it is first read. */
  make(scope: PluginScope): unknown;
}

/** A function of the runtime. */
export function runtimeFunction(
  row: Compatibility,
  call: (scope: PluginScope, ...given: readonly unknown[]) => unknown,
): RuntimePart {
  return {
    ...row,
    make:
      (scope): Callable =>
      (...given) =>
        call(scope, ...given),
  };
}
