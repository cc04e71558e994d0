import type { Tool, ToolCall, ToolResult } from "@mortise/sdk";
import type { ResolvedProvider } from "@mortise/core";
import type { Exchange, Serving } from "../serving.js";
import { checkArguments, readArguments } from "./arguments.js";
import { transformResult } from "./middleware.js";
import { isToolResult, type JsonObject } from "./shapes.js";

/** A tool that can be called in this turn. */
export type ReadyTool = ResolvedProvider<Pick<Tool, "description" | "parameters" | "execute">>;

/**
 * Runs a call of a plugin's tool and gives what the model is told. Arguments are checked before any plugin sees them, the
 * gate `before_tool_call` may change them or forbid the call, and middleware may change the answer. Whatever goes wrong is
 * told to the model; only the caller's leave rejects.
 */
export async function callTool(
  tool: ReadyTool,
  call: ToolCall,
  exchange: Exchange,
  serving: Serving,
): Promise<ToolResult> {
  const { parameters } = tool.value;
  const read = await readArguments(call.arguments, parameters);
  if ("problem" in read) return failed(read.problem);
  const allowed = await passToolGate(tool, call, read.args, exchange, serving);
  if ("isError" in allowed) return allowed;
  const { requestId } = exchange;
  const start = performance.now();
  const { args } = allowed;
  const raw = await execute(tool, args, exchange, serving);
  const result = await transformResult({ tool: call.name, args, result: raw }, exchange, serving);
  const durationMs = performance.now() - start;
  const event = { requestId, tool: call.name, callId: call.id, args, result, durationMs };
  await serving.emissions.observe("after_tool_call", event, requestId);
  return result;
}

/** An answer that says what went wrong. */
export function failed(text: string): ToolResult & { readonly isError: true } {
  return { text, isError: true };
}

async function passToolGate(
  tool: ReadyTool,
  { id: callId, name }: ToolCall,
  args: JsonObject,
  { requestId, signal }: Exchange,
  { host }: Serving,
): Promise<{ readonly args: JsonObject } | ReturnType<typeof failed>> {
  await host.prepareHook("before_tool_call");
  const event = { requestId, tool: name, callId, args };
  const outcome = await host.hooks.gate("before_tool_call", event, { requestId, signal });
  if (outcome.blocked) {
    return failed(`The call was not allowed: ${host.controlPlane.checks.redactor.text(outcome.reason)}.`);
  }
  if (outcome.event.args === args) return { args };
  const checked = await checkArguments(outcome.event.args, tool.value.parameters);
  return "problem" in checked ? failed(checked.problem) : checked;
}

async function execute(
  tool: ReadyTool,
  args: JsonObject,
  { requestId, signal }: Exchange,
  { host }: Serving,
): Promise<ToolResult> {
  try {
    const result: unknown = await host.call(tool, "execute", args, { requestId, signal });
    return isToolResult(result) ? result : failed("The tool gave something that is no answer.");
  } catch (error) {
    if (signal.aborted) throw error;
    const message = error instanceof Error ? error.message : String(error);
    return failed(`The tool failed: ${host.controlPlane.checks.redactor.text(message)}`);
  }
}
