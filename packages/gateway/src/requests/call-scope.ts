import type { CallRequest, CallScope, CallSession } from "@mortise/sdk";
import type { ChatCall } from "../chat/request.js";
import type { Serving } from "../serving.js";

/** What is known of a request before its body is read. */
export interface RequestHead {
  readonly requestId: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  /** The session where the request names none: of a connection, the connection. */
  readonly session?: CallSession;
}

/** What plugins are told of a request by its head: the session that the header `x-session-id` names, and no credentials. */
export function scopeOfHead({ requestId, method, url, headers, session }: RequestHead): CallScope {
  const named = sessionOf(headers.get(sessionHeader)) ?? session;
  const request: CallRequest = { method: method.toUpperCase(), url, headers: harmless(headers) };
  return { requestId, request, ...(named && { session: named }) };
}

/**
 * What plugins are told of a chat request by its body: the user, the session that `metadata.session_id` names, and the
 * files that came inside the messages. A user is taken only from callers that have shown the gateway's token: plugins
 * trust it, and keep settings by it.
 */
export function scopeOfChat(
  { user, sessionId, files }: Pick<ChatCall, "user" | "sessionId" | "files">,
  { token }: Pick<Serving, "token">,
): Omit<CallScope, "requestId" | "request"> {
  const session = sessionOf(sessionId);
  return {
    ...(user !== undefined && user !== "" && token.isSet && { user: { id: user } }),
    ...(session && { session }),
    ...(files.length > 0 && { files }),
  };
}

const sessionHeader = "x-session-id";

/** Names are short and can be written on one line; what cannot be a name names no session. */
function sessionOf(id: unknown): CallSession | undefined {
  return typeof id === "string" && /^[^\p{Cc}]{1,256}$/u.test(id) ? { id } : undefined;
}

/** Names of headers whose words carry credentials: those that are known, and those that say so themselves. */
const credentials =
  /(?:^|-)(?:authorization|cookie2?|credentials?|jwt|key|keys|apikey|passw(?:or)?d|secret|secrets|token|tokens)(?:-|$)/;

function harmless(headers: Headers): CallRequest["headers"] {
  return Object.fromEntries([...headers].filter(([name]) => !credentials.test(name)));
}
