import type { CallContext } from "@mortise/sdk";
import { present, type Members } from "../reading.js";
import type { PluginScope } from "../scope.js";
import { ownChannel, splitModel, turnContext } from "../turn-context.js";

interface TurnEvent {
  readonly requestId: string;
  /** `provider/model`, or the model alone. */
  readonly model?: string;
  readonly provider?: string;
}

/** Where a turn of an agent stands, as OpenClaw tells hooks: there is one agent, and people ask it. */
export function agentContext(event: TurnEvent, context: CallContext, scope: PluginScope): Members {
  const named = splitModel(event.model ?? "");
  const provider = event.provider ?? named.provider;
  return {
    ...turnContext(context),
    runId: event.requestId,
    messageProvider: ownChannel,
    trigger: "user",
    ...present({ modelProviderId: provider, modelId: event.model && named.model }),
    get workspaceDir() {
      return scope.folders.workspace();
    },
  };
}

/** Where a message came in or goes out, as OpenClaw tells hooks. */
export function messageContext({ requestId }: TurnEvent, context: CallContext): Members {
  const known = turnContext(context);
  return {
    ...known,
    runId: requestId,
    messageId: requestId,
    conversationId: known["sessionKey"] ?? known["sessionId"] ?? requestId,
  };
}
