import { randomUUID } from "node:crypto";
import { methodOf, membersOf, textsOf } from "../reading.js";
import type { PluginScope } from "../scope.js";
import { fromTheirResult, toTheirResult } from "../tool-result.js";
import { turnContext } from "../turn-context.js";

const registered = new WeakMap<PluginScope, number>();

/** Registers what changes the answers of tools. Its manifest names the runtimes it is for; this host stands for the first. */
export function registerToolResults(scope: PluginScope, handler: unknown, options: unknown): void {
  const transform =
    typeof handler === "function" ? (handler as (...given: unknown[]) => unknown) : methodOf(handler, "handle");
  if (!transform) return scope.leaveOut("registerAgentToolResultMiddleware", "its handler is no function.");
  const count = (registered.get(scope) ?? 0) + 1;
  registered.set(scope, count);
  const declared = Object.keys(scope.plugin.manifest.provides["toolResultMiddleware"] ?? {});
  const first = declared[0] ?? scope.plugin.id;
  const tools = textsOf(membersOf(options)["matcher"]);
  scope.enter("registerAgentToolResultMiddleware", "registerToolResultMiddleware", {
    id: count === 1 ? first : `${first}-${count}`,
    ...(tools.length > 0 && !tools.some((tool) => tool.includes("*")) && { tools }),
    async transform({ tool, args, result }, context) {
      const given = {
        toolCallId: randomUUID(),
        toolName: tool,
        args: structuredClone(args),
        result: toTheirResult(result),
        isError: result.isError === true,
      };
      const answer = membersOf(
        await transform(given, { ...turnContext(context), runtime: "openclaw", harness: "openclaw" }),
      );
      return answer["result"] === undefined ? result : fromTheirResult(answer["result"]);
    },
  });
}
