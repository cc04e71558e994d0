import type { CallContext } from "@mortise/sdk";
import { isMembers, membersOf, methodOf, textsOf, type Members } from "../reading.js";
import { toTheirResult } from "../tool-result.js";
import { turnContext } from "../turn-context.js";
import { mapHook, type HookMapping } from "./mapping.js";
import { refuse } from "./results.js";

interface ToolEvent {
  readonly requestId: string;
  readonly tool: string;
  readonly callId: string;
  readonly args: object;
}

/** The hooks of each call of a tool. */
export const toolHooks: readonly HookMapping[] = [
  mapHook("before_tool_call", {
    event: toolEvent,
    context: toolContext,
    toolOf: ({ tool }) => tool,
    async result(result, event, context) {
      const { block, blockReason, params, requireApproval } = membersOf(result);
      if (block === true) return refuse(blockReason);
      if (isMembers(requireApproval) && !(await approve(requireApproval, context))) {
        return refuse(blockReason, requireApproval["description"], requireApproval["title"]);
      }
      return isMembers(params) ? { event: { ...event, args: params } } : undefined;
    },
  }),
  mapHook("after_tool_call", {
    event: (event) => {
      const { text, isError } = event.result;
      const { durationMs } = event;
      return { ...toolEvent(event), result: toTheirResult(event.result), durationMs, ...(isError && { error: text }) };
    },
    context: toolContext,
    toolOf: ({ tool }) => tool,
  }),
];

/** A handler may change what it is given, so it is its own. */
function toolEvent({ requestId, tool, callId, args }: ToolEvent): Members {
  return { toolName: tool, params: structuredClone(args), runId: requestId, toolCallId: callId };
}

function toolContext({ requestId, tool, callId }: ToolEvent, context: CallContext): Members {
  return { ...turnContext(context), runId: requestId, toolName: tool, toolCallId: callId };
}

/** Asks the user; who cannot be asked has not agreed, unless the plugin says that silence is enough. */
async function approve(request: Members, context: CallContext): Promise<boolean> {
  const [decision, isAllowed] = await askFor(request, context);
  await methodOf(request, "onResolution")?.(decision);
  return isAllowed;
}

async function askFor(
  request: Members,
  { ask }: CallContext,
): Promise<readonly [decision: string, isAllowed: boolean]> {
  const message = textsOf([request["title"], request["description"]]).join("\n\n");
  try {
    return (await ask({ kind: "confirm", message })) === true ? ["allow-once", true] : ["deny", false];
  } catch {
    return ["timeout", request["timeoutBehavior"] === "allow"];
  }
}
