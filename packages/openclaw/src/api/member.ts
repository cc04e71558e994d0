import type { Compatibility } from "./compatibility.js";
import type { Callable } from "./reading.js";
import type { PluginScope } from "./scope.js";

/** A member of OpenClaw's `api`, or of its `runtime`, by its path there: `system.runCommandWithTimeout`. */
export interface ApiMember extends Compatibility {
  /** Makes the member for one plugin, when it is first asked for. */
  make(scope: PluginScope): unknown;
}

/** A method that has a counterpart. What it gives back is as OpenClaw's: nothing, unless said. */
export function mapped(
  row: Compatibility,
  call: (scope: PluginScope, ...given: readonly unknown[]) => unknown,
): ApiMember {
  return {
    ...row,
    make:
      (scope): Callable =>
      (...given) =>
        call(scope, ...given),
  };
}

/** A method without a counterpart: calling it is said once, and gives `answer`. */
export function unmapped(name: string, note: string, answer?: () => unknown): ApiMember {
  return {
    name,
    support: "refused",
    note,
    make:
      (scope): Callable =>
      () => {
        scope.advise(name, note);
        return answer?.();
      },
  };
}
