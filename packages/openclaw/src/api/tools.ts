import { randomUUID } from "node:crypto";
import type { CallContext, Tool, ToolFactory, ToolScope } from "@mortise/sdk";
import { diagnoseOpenclaw } from "../diagnostics.js";
import { plainSchema } from "./json.js";
import { mapped, type ApiMember } from "./member.js";
import { isMembers, membersOf, methodOf, present, textOf, textsOf, type Callable, type Members } from "./reading.js";
import type { PluginScope } from "./scope.js";
import { fromTheirResult, progressText } from "./tool-result.js";
import { ownChannel, splitModel, turnContext } from "./turn-context.js";

type Executed = Omit<Tool, "name" | "optional">;

/** `api.registerTool`. */
export const toolMembers: readonly ApiMember[] = [
  mapped(
    {
      name: "registerTool",
      support: "partial",
      counterpart: "registerTool",
      note: "Images in an answer are told to the model as a line of text. Tools that a factory makes are made for each turn.",
    },
    (scope, tool, options) => registerTool(scope, tool, membersOf(options)),
  ),
];

function registerTool(scope: PluginScope, tool: unknown, options: Members): void {
  if (Array.isArray(tool)) return tool.forEach((one) => registerTool(scope, one, options));
  const make = factoryOf(tool);
  if (make) return registerFactory(scope, make, options);
  const name = scope.id("registerTool", membersOf(tool)["name"]);
  if (name === undefined) return scope.leaveOut("registerTool", "a tool needs a name.");
  const isOptional = options["optional"] === true || membersOf(tool)["optional"] === true;
  enter(scope, { name, ...(isOptional && { optional: true }), ...toNative(tool) });
}

/** A function, or the second form of it: `{ contextVersion: 2, create }`. */
function factoryOf(tool: unknown): Callable | undefined {
  if (typeof tool === "function") return tool as Callable;
  const create = methodOf(tool, "create");
  return create && methodOf(tool, "execute") === undefined ? create : undefined;
}

function registerFactory(scope: PluginScope, make: Callable, options: Members): void {
  const names = namesOf(scope, make, options);
  if (names.length === 0) {
    return scope.leaveOut("registerTool", "nothing tells the names of the tools that the factory makes.");
  }
  for (const name of names) {
    const factory: ToolFactory = {
      name,
      ...(options["optional"] === true && { optional: true }),
      async create(turn, context) {
        const made = await make(factoryContext(scope, turn, context));
        const tools: readonly unknown[] = Array.isArray(made) ? made : [made];
        const found =
          tools.find((tool) => membersOf(tool)["name"] === name) ?? (names.length === 1 ? tools[0] : undefined);
        return isMembers(found) ? toNative(found) : undefined;
      },
    };
    enter(scope, factory);
  }
}

/** A factory that is registered without names is asked once what it makes; if it cannot say, the manifest may know. */
function namesOf(scope: PluginScope, make: Callable, options: Members): readonly string[] {
  const given = [...textsOf(options["names"]), ...textsOf([options["name"]])];
  if (given.length > 0) return [...new Set(given)];
  try {
    const made = make(factoryContext(scope, {}, undefined));
    const tools: readonly unknown[] = Array.isArray(made) ? made : [made];
    const named = textsOf(tools.map((tool) => membersOf(tool)["name"]));
    if (named.length > 0) return [...new Set(named)];
  } catch {
    // A factory may need what only a turn brings.
  }
  return Object.keys(scope.plugin.manifest.provides["tools"] ?? {});
}

function factoryContext(scope: PluginScope, turn: ToolScope, context: CallContext | undefined): Members {
  const config = scope.settings.current();
  const { provider, model } = splitModel(turn.model ?? "");
  const { channelId, ...known } = context ? turnContext(context, turn) : { channelId: ownChannel };
  return {
    config,
    runtimeConfig: config,
    getRuntimeConfig: () => scope.settings.current(),
    get workspaceDir() {
      return scope.folders.workspace();
    },
    ...known,
    ...(turn.model !== undefined && { activeModel: present({ provider, modelId: model, modelRef: turn.model }) }),
    messageChannel: channelId,
    ...(turn.accountId !== undefined && { agentAccountId: turn.accountId }),
    ...(turn.currentChannelId !== undefined && { nativeChannelId: turn.currentChannelId }),
    ...(turn.requesterSenderId !== undefined && { requesterSenderId: turn.requesterSenderId }),
    sandboxed: false,
  };
}

/** Their tool as one of ours, but for its name. What is missing makes it malformed, which is reported where it is entered. */
function toNative(tool: unknown): Executed {
  const { description, label, parameters, inputSchema } = membersOf(tool);
  const execute = methodOf(tool, "execute");
  const prepare = methodOf(tool, "prepareArguments");
  return {
    description: textOf(description) ?? textOf(label) ?? "",
    parameters: plainSchema(parameters ?? inputSchema),
    ...(execute && { execute: (args, context) => run(execute, prepare, args, context) }),
  } as Executed;
}

async function run(
  execute: Callable,
  prepare: Callable | undefined,
  args: Parameters<Tool["execute"]>[0],
  context: CallContext,
): ReturnType<Tool["execute"]> {
  const own = structuredClone(args);
  const tell = (update: unknown) => context.emit({ type: "status", data: { text: progressText(update) } });
  return fromTheirResult(await execute(randomUUID(), prepare ? prepare(own) : own, context.signal, tell));
}

/** Strictly read, core refuses what the manifest does not list; leniently, nobody else says that it was kept. */
function enter(scope: PluginScope, tool: Tool | ToolFactory): void {
  const { compat, plugin, report } = scope;
  if (!scope.enter("registerTool", "registerTool", tool) || compat === "strict") return;
  if (Object.hasOwn(plugin.manifest.provides["tools"] ?? {}, tool.name)) return;
  report(diagnoseOpenclaw("OPENCLAW_TOOL_UNDECLARED", { tool: tool.name }));
}
