import type { CliCommand, CliInvocation } from "@mortise/sdk";
import { mapped, type ApiMember } from "./member.js";
import { isMembers, membersOf, textOf, textsOf, type Callable, type Members } from "./reading.js";
import type { PluginScope } from "./scope.js";

/** `api.registerCli` and what goes with it. */
export const cliMembers: readonly ApiMember[] = [
  mapped(
    {
      name: "registerCli",
      support: "partial",
      counterpart: "registerCliCommand",
      note: "Commands of the root only; the registrar is called, with a program of its own, when one of its commands is.",
    },
    (scope, registrar, options) => registerCli(scope, registrar, membersOf(options)),
  ),
];

function registerCli(scope: PluginScope, registrar: unknown, options: Members): void {
  if (typeof registrar !== "function") return scope.leaveOut("registerCli", "the registrar is no function.");
  const parents = textsOf(options["parentPath"]);
  if (parents.length > 0) return scope.advise("registerCli", `there is no command "${parents.join(" ")}" to add to`);
  const described = describedBy(options);
  if (described.size === 0) return scope.leaveOut("registerCli", "its option commands names no command.");
  for (const [written, description] of described) {
    const name = scope.id("registerCliCommand", written);
    if (name === undefined) {
      scope.leaveOut("registerCli", `"${written}" cannot be a command.`);
      continue;
    }
    const command: CliCommand = {
      name,
      description,
      run: async (invocation) => {
        // The parser is needed for nothing else.
        const { runProgram } = await import("./cli-program.js");
        return runProgram(registrar as Callable, written, registrarContext(scope, invocation), invocation);
      },
    };
    scope.enter("registerCli", "registerCliCommand", command);
  }
}

/** The commands and what is said of each. */
function describedBy({ commands, descriptors }: Members): ReadonlyMap<string, string> {
  const described = new Map(textsOf(commands).map((name) => [name, ""]));
  for (const { name, description } of (Array.isArray(descriptors) ? descriptors : []).filter(isMembers)) {
    if (typeof name === "string") described.set(name, textOf(description) ?? "");
  }
  return described;
}

function registrarContext({ settings, logger }: PluginScope, { cwd }: CliInvocation): Members {
  return { parentPath: [], config: settings.current(), workspaceDir: cwd, logger };
}
