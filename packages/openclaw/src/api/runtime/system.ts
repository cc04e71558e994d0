import { membersOf, numberOf, textOf, textsOf, type Members } from "../reading.js";
import { runCommand, type CommandResult } from "./run-command.js";
import { mapped, type ApiMember } from "../member.js";

/** How long a command may take that is given no time, in milliseconds. */
const ampleMs = 600_000;

/** What there is of the operating system. */
export const systemParts: readonly ApiMember[] = [
  mapped(
    {
      name: "system.runCommandWithTimeout",
      support: "full",
      note: "What a command prints is kept up to 16 MiB for each of its two outputs.",
    },
    ({ native }, argv, options) => run(textsOf(argv), toOptions(options), native.signal),
  ),
];

function toOptions(options: unknown): Members {
  return typeof options === "number" ? { timeoutMs: options } : membersOf(options);
}

function run(argv: readonly string[], options: Members, signal: AbortSignal): Promise<CommandResult> {
  const [command, ...args] = argv;
  if (command === undefined) return Promise.reject(new TypeError("runCommandWithTimeout needs a command"));
  const { timeoutMs, noOutputTimeoutMs, cwd, env, input, windowsVerbatimArguments } = options;
  const folder = textOf(cwd);
  const text = typeof input === "string" ? input : undefined;
  const silence = numberOf(noOutputTimeoutMs);
  return runCommand(command, args, {
    timeoutMs: numberOf(timeoutMs) ?? ampleMs,
    ...(silence !== undefined && { silenceMs: silence }),
    ...(folder !== undefined && { cwd: folder }),
    env: membersOf(env) as Readonly<Record<string, string | undefined>>,
    ...(text !== undefined && { input: text }),
    windowsVerbatimArguments: windowsVerbatimArguments === true,
    signal,
  });
}
