import { createHash, timingSafeEqual } from "node:crypto";
import { isSecretRef, MortiseError, readSecret, type Diagnostic, type Host } from "@mortise/core";
import { diagnoseGateway } from "../diagnostics.js";
import { isToken, tokenPointer, type GatewaySettings } from "./settings.js";

/** Whether a request carries the gateway's token. */
export interface TokenCheck {
  /** Whether the gateway has one; without, everybody is let in. */
  readonly isSet: boolean;
  /** Whether the value of an `Authorization` header is right. */
  admits(authorization: string | null | undefined): boolean;
}

/**
 * Reads the token, and teaches it to the redactor. Throws `MortiseError` where one was asked for and cannot be had: a
 * gateway that is meant to ask for a token never runs without.
 */
export function readTokenCheck(
  { http: { token } }: GatewaySettings,
  found: readonly Diagnostic[],
  { controlPlane: { loaded, checks } }: Pick<Host, "controlPlane">,
): TokenCheck {
  const problem = found.find(isAboutHttp);
  if (problem) throw new MortiseError(problem);
  if (token === undefined) return { isSet: false, admits: () => true };
  const place = loaded.place(tokenPointer);
  const reading = isSecretRef(token) ? readSecret(token, checks.secrets) : { value: token };
  if ("problem" in reading) throw new MortiseError({ ...reading.problem, ...place });
  checks.redactor.learn(reading.value);
  if (!isToken(reading.value)) throw new MortiseError(diagnoseGateway("GATEWAY_TOKEN_UNFIT", {}, place));
  return checkFor(reading.value);
}

/** What is wrong there may have been the token, and so may a key that is written like it. */
function isAboutHttp({ code, pointer = "", message }: Diagnostic): boolean {
  return (
    pointer === "/gateway/http" ||
    pointer.startsWith("/gateway/http/") ||
    (code === "GATEWAY_CONFIG_UNKNOWN_KEY" && /"(?:http|token)"/.test(message))
  );
}

/** Compares digests, so that the time it takes tells nothing of the token. */
function checkFor(token: string): TokenCheck {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  const wanted = digest(token);
  return {
    isSet: true,
    admits(authorization) {
      const [, given] = /^bearer +(\S+) *$/i.exec(authorization ?? "") ?? [];
      return given !== undefined && timingSafeEqual(digest(given), wanted);
    },
  };
}
