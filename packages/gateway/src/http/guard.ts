import type { GatewaySettings } from "../config/settings.js";
import { ApiError } from "./api-error.js";

/** Where the gateway listens; nothing while it does not. */
export interface Listening {
  readonly host: string;
  readonly port: number;
}

const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Refuses requests that a web page of another origin made (status 403). A page may have its own name lead to
 * 127.0.0.1 (DNS rebinding), so the Host header must be one of ours; and it may send a form or a fetch to us, so the
 * Origin, and what browsers say in `Sec-Fetch-Site`, must be ours or allowed.
 */
export function assertFriendly(
  headers: Headers,
  url: string,
  settings: GatewaySettings,
  listening: Listening | undefined,
): void {
  const host = (headers.get("host") ?? new URL(url).host).toLowerCase();
  if (!isOurHost(host, settings, listening)) {
    throw forbidden(
      `The host "${host}" is not one of this gateway's. If it is, list it in gateway.allowedHosts.`,
      "host_not_allowed",
    );
  }
  const origin = headers.get("origin");
  if (origin === null ? comesFromElsewhere(headers) : !isOurOrigin(origin, host, settings)) {
    const from = origin === null ? "another site" : `the origin "${origin}"`;
    throw forbidden(
      `Pages of ${from} may not call this gateway. Allow an origin in gateway.allowedOrigins.`,
      "origin_not_allowed",
    );
  }
}

function isOurHost(host: string, { allowedHosts }: GatewaySettings, listening: Listening | undefined): boolean {
  const name = host.replace(/:\d+$/, "");
  const isListed = allowedHosts.some((allowed) => [host, name].includes(allowed.toLowerCase()));
  if (isListed) return true;
  if (!listening) return loopbackNames.includes(name);
  const own = [...loopbackNames, bracketed(listening.host).toLowerCase()];
  // Clients leave out the port that is HTTP's own.
  return own.includes(name) && (host === name ? listening.port === 80 : host === `${name}:${listening.port}`);
}

/** IPv6 addresses stand in brackets in URLs and in Host headers. */
export function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** Whether an origin is that of the host itself: under another scheme too, because a proxy may add TLS. */
function isOurOrigin(origin: string, host: string, { allowedOrigins }: GatewaySettings): boolean {
  if (allowedOrigins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** A browser says so where it sends no Origin (an image, a script); a link that a person followed is fine. */
function comesFromElsewhere(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  const isForeign = site === "cross-site" || site === "same-site";
  return isForeign && headers.get("sec-fetch-mode") !== "navigate";
}

function forbidden(message: string, code: string): ApiError {
  return new ApiError(message, { status: 403, type: "permission_error", code });
}
