import { readPointer, reportPlugins, status as summarize, type ControlPlane } from "@mortise/core/catalog";
import { readApplication } from "../application.js";
import { checkApplicationSections } from "../application-sections.js";
import { askGateway } from "../live/gateway.js";
import type { LiveFindings } from "../live/protocol.js";
import type { GlobalOptions, JsonOption } from "../options.js";
import { asJson, asText, type Outcome } from "../outcome.js";
import { printProblems } from "../printing/diagnostics.js";
import { createPaper } from "../printing/paper.js";
import { printStatus } from "../printing/status.js";
import type { GatewayState, StatusAnswer } from "../status-answer.js";

/** What `mortise status` takes. */
export interface StatusOptions extends GlobalOptions, JsonOption {
  readonly all?: boolean;
}

/** `mortise status`: the state of things in a few lines. A gateway that answers is asked what it has loaded. */
export async function status(options: StatusOptions): Promise<Outcome> {
  const controlPlane = await readApplication(options.config, "check");
  const url = options.gateway ?? configuredGateway(controlPlane);
  const findings = await askGateway(url, controlPlane);
  const answer: StatusAnswer = {
    ...summarize(controlPlane, findings.live, await checkApplicationSections(controlPlane)),
    gateway: { url, state: stateOf(findings) },
    ...(options.all === true && { all: reportPlugins(controlPlane, findings.live) }),
  };
  if (options.json === true) return { stdout: asJson(answer), stderr: "", exitCode: 0 };
  const paper = createPaper(options);
  // Everything else is counted; what is wrong with the config itself may be why the counts are what they are.
  const stderr = asText(printProblems(controlPlane.loaded.diagnostics, paper));
  return { stdout: asText(printStatus(answer, paper)), stderr, exitCode: 0 };
}

function stateOf({ live, diagnostics }: LiveFindings): GatewayState["state"] {
  if (live) return "running";
  return diagnostics.some(({ code }) => code === "CLI_GATEWAY_FOREIGN") ? "foreign" : "absent";
}

/** Where the config's gateway listens, as it is reached from this machine; the gateway's own defaults otherwise. */
function configuredGateway({ loaded }: ControlPlane): string {
  const host = readPointer(loaded.sections, "/gateway/host");
  const port = readPointer(loaded.sections, "/gateway/port");
  const name = typeof host === "string" && host !== "" ? host : "127.0.0.1";
  const reached = name === "0.0.0.0" ? "127.0.0.1" : name === "::" ? "::1" : name;
  return `http://${reached.includes(":") ? `[${reached}]` : reached}:${typeof port === "number" ? port : 4000}`;
}
