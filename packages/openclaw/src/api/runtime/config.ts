import { MortiseError } from "@mortise/core";
import { diagnoseOpenclaw } from "../../diagnostics.js";
import { runtimeFunction, type RuntimePart } from "./part.js";

const note = "The plugin's own part and its own channels'; a copy.";

function refused(member: string): RuntimePart {
  return runtimeFunction(
    { name: `config.${member}`, support: "refused", note: "Plugins do not write the config." },
    () => {
      throw new MortiseError(diagnoseOpenclaw("OPENCLAW_CONFIG_WRITE_REFUSED", { member }));
    },
  );
}

/** The config, to be read. */
export const configParts: readonly RuntimePart[] = [
  runtimeFunction({ name: "config.current", support: "partial", note }, ({ settings }) => settings.current()),
  runtimeFunction({ name: "config.loadConfig", support: "partial", note }, ({ settings }) => settings.current()),
  refused("writeConfigFile"),
  refused("mutateConfigFile"),
  refused("replaceConfigFile"),
];
