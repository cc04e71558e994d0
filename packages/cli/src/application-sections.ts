import { checkSections, type ControlPlane, type Diagnostic } from "@mortise/core/catalog";
import { gatewayConsequence, gatewaySection } from "./gateway-section.js";

/** What does not hold in the sections `gateway` and `channels`, which a gateway says when it starts. */
export function checkApplicationSections(controlPlane: ControlPlane): Promise<readonly Diagnostic[]> {
  return checkSections(controlPlane, { gateway: { schema: gatewaySection, consequence: gatewayConsequence } });
}
