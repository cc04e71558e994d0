import { textInference } from "@mortise/sdk";
import { diagnoseGateway } from "../diagnostics.js";
import { isKnownModel } from "../models/target.js";
import type { GatewayServing } from "../requests/open.js";
import type { LiveSettings } from "./live-settings.js";
import type { GatewaySettings } from "./settings.js";

/** Says what the settings mean with these plugins, once for what they say. */
export function createSettingsCheck(
  { host, token }: Pick<GatewayServing, "host" | "token">,
  settings: LiveSettings,
): () => void {
  let checked: GatewaySettings | undefined;
  return () => {
    const now = settings.now;
    if (checked === now) return;
    const isNew = (key: keyof GatewaySettings) => checked?.[key] !== now[key];
    const { host: address, defaultModel } = now;
    const { loaded } = host.controlPlane;
    if (isNew("host") && !token.isSet && !/^(?:localhost|::1|127\.[\d.]+)$/i.test(address)) {
      const place = loaded.place("/gateway/host");
      host.diagnostics.report(diagnoseGateway("GATEWAY_NOT_LOOPBACK", { host: address }, place));
    }
    if (isNew("defaultModel") && defaultModel !== undefined && !isKnownModel(textInference, defaultModel, host)) {
      const place = loaded.place("/gateway/defaultModel");
      host.diagnostics.report(diagnoseGateway("GATEWAY_DEFAULT_MODEL_UNKNOWN", { model: defaultModel }, place));
    }
    checked = now;
  };
}
