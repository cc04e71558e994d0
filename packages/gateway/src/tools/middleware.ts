import { toolResultMiddleware, type ToolAnswer, type ToolResult } from "@mortise/sdk";
import type { Exchange, Serving } from "../serving.js";
import { byPriority, surfaceEntries } from "../surface-entries.js";
import { isToolResult } from "./shapes.js";

/** Takes a tool's answer through every middleware that is for it, higher priority first. One that fails changes nothing. */
export async function transformResult(
  answer: ToolAnswer,
  { requestId, signal }: Exchange,
  { host, log }: Serving,
): Promise<ToolResult> {
  let { result } = answer;
  for (const entry of byPriority(await surfaceEntries(toolResultMiddleware, host))) {
    const { tools } = entry.value;
    if (tools && !tools.includes(answer.tool)) continue;
    const ignore = (reason: string) => {
      const text = `The tool-result middleware "${entry.id}" of ${entry.plugin} was passed over: ${reason}`;
      log({ level: "warn", message: host.controlPlane.checks.redactor.text(text), fields: { requestId } });
    };
    try {
      const changed: unknown = await host.call(entry, "transform", { ...answer, result }, { requestId, signal });
      if (isToolResult(changed)) result = changed;
      else ignore("it gave something that is no result");
    } catch (error) {
      if (signal.aborted) throw error;
      ignore(error instanceof Error ? error.message : String(error));
    }
  }
  return result;
}
