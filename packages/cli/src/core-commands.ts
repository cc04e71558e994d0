/** The commands that mortise has itself, with what each is for. A plugin's command of the same name cannot be called. */
export const coreCommands = {
  plugins: "list, inspect, plan, diagnose, release and build plugins",
  doctor: "everything that is wrong or worth knowing",
  status: "config, gateway and counts in a few lines",
  commands: "every command, those of plugins included",
  config: "the JSON Schema of the whole config",
  help: "how a command is called",
} as const satisfies Readonly<Record<string, string>>;

/** Whether a command is mortise's own. */
export function isCoreCommand(name: string): name is keyof typeof coreCommands {
  return Object.hasOwn(coreCommands, name);
}
