import { MortiseError } from "@mortise/core";
import { diagnoseOpenclaw } from "../../diagnostics.js";
import { mapped, type ApiMember } from "../member.js";

const note = "The plugin's own part and its own channels'; a copy.";

function refused(member: string): ApiMember {
  return mapped({ name: `config.${member}`, support: "refused", note: "Plugins do not write the config." }, () => {
    throw new MortiseError(diagnoseOpenclaw("OPENCLAW_CONFIG_WRITE_REFUSED", { member }));
  });
}

/** The config, to be read. */
export const configParts: readonly ApiMember[] = [
  mapped({ name: "config.current", support: "partial", note }, ({ settings }) => settings.current()),
  mapped({ name: "config.loadConfig", support: "partial", note }, ({ settings }) => settings.current()),
  refused("writeConfigFile"),
  refused("mutateConfigFile"),
  refused("replaceConfigFile"),
];
