import type { HttpRoute } from "@mortise/sdk";
import type { Clock } from "./clock.js";

/** `GET /clock`, `GET /clock?timeZone=Europe/Berlin`: the time as JSON, never cached. */
export function createRoute(clock: Clock): HttpRoute {
  return { path: "/clock", handle: async (request) => answer(clock, request) };
}

function answer(clock: Clock, request: Request): Response {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return problem(405, "The clock can only be read: use GET", { allow: "GET, HEAD" });
  }
  try {
    const timeZone = new URL(request.url).searchParams.get("timeZone");
    return Response.json(clock.read(timeZone ?? undefined), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    if (error instanceof RangeError) return problem(400, error.message);
    throw error;
  }
}

function problem(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json({ error: { message } }, { status, headers });
}
