import { isDeepStrictEqual } from "node:util";
import type { Diagnostic, Host } from "@mortise/core";
import { diagnoseGateway } from "../diagnostics.js";
import { readSettings, type GatewaySettings } from "./settings.js";

/** The settings as the config has them now. */
export interface LiveSettings {
  readonly now: GatewaySettings;
}

/** What holds from the start of a gateway to its end. */
const lasting = ["host", "port", "http", "telemetry"] as const satisfies readonly (keyof GatewaySettings)[];

type Lasting = Pick<GatewaySettings, (typeof lasting)[number]>;

/**
 * Follows the section `gateway` of a host's config. A section in which more is wrong than at the start is not taken over,
 * and what takes a new start is said; either once.
 *
 * @param running what this gateway began with, options in place
 */
export function createLiveSettings(
  host: Pick<Host, "controlPlane" | "diagnostics">,
  running: GatewaySettings,
): LiveSettings {
  let { loaded } = host.controlPlane;
  let now = running;
  const first = readSettings(loaded);
  const tolerated = new Set(first.diagnostics.map(nameOf));
  const said = new Set(tolerated);
  let written: Lasting = first.settings;
  const take = () => {
    const { settings, diagnostics } = readSettings(loaded);
    for (const diagnostic of diagnostics) {
      if (!said.has(nameOf(diagnostic))) host.diagnostics.report(diagnostic);
      said.add(nameOf(diagnostic));
    }
    if (diagnostics.some((diagnostic) => !tolerated.has(nameOf(diagnostic)))) return;
    const later = lasting.filter((key) => !isDeepStrictEqual(settings[key], written[key]));
    written = settings;
    if (later.length > 0)
      host.diagnostics.report(diagnoseGateway("GATEWAY_RESTART_NEEDED", { keys: later.join(", ") }));
    now = { ...settings, ...Object.fromEntries(lasting.map((key) => [key, running[key]])) };
  };
  return {
    get now() {
      if (loaded !== host.controlPlane.loaded) {
        ({ loaded } = host.controlPlane);
        take();
      }
      return now;
    },
  };
}

function nameOf({ code, pointer, message }: Diagnostic): string {
  return [code, pointer, message].join(" ");
}
