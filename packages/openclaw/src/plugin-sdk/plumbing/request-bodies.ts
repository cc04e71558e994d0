// What OpenClaw's SDK has for reading what a webhook is sent, with bounds.
import type { IncomingMessage } from "node:http";
import { formatErrorMessage } from "./errors.js";

interface Bounds {
  readonly maxBytes: number;
  /** Default 30 000. */
  readonly timeoutMs?: number;
  readonly encoding?: BufferEncoding;
  /** Whether the connection of a body that breaks them is ended; yes unless told. */
  readonly destroyOnLimit?: boolean;
}

/** Bounds for a body before it is known who sends it, and after. */
export const WEBHOOK_BODY_READ_DEFAULTS: Readonly<
  Record<"preAuth" | "postAuth" | "postAuthResponseFirst", Bounds & { readonly timeoutMs: number }>
> = Object.freeze({
  preAuth: { maxBytes: 65_536, timeoutMs: 5_000 },
  postAuth: { maxBytes: 1_048_576, timeoutMs: 30_000 },
  postAuthResponseFirst: { maxBytes: 1_048_576, timeoutMs: 30_000, destroyOnLimit: false },
});

const texts = {
  PAYLOAD_TOO_LARGE: "Payload too large",
  REQUEST_BODY_TIMEOUT: "Request body timeout",
  CONNECTION_CLOSED: "Connection closed",
} as const;

type LimitCode = keyof typeof texts;

const statuses: Readonly<Record<LimitCode, number>> = {
  PAYLOAD_TOO_LARGE: 413,
  REQUEST_BODY_TIMEOUT: 408,
  CONNECTION_CLOSED: 400,
};

class RequestBodyLimitError extends Error {
  readonly code: LimitCode;
  readonly statusCode: number;

  constructor(code: LimitCode) {
    super(texts[code]);
    this.name = "RequestBodyLimitError";
    this.code = code;
    this.statusCode = statuses[code];
  }
}

/** What to answer a sender whose body broke a bound. */
export function requestBodyErrorToText(code: LimitCode): string {
  return texts[code];
}

/** Whether reading a body failed for a bound; for one of them where a code is given. */
export function isRequestBodyLimitError(error: unknown, code?: LimitCode): boolean {
  return error instanceof RequestBodyLimitError && (code === undefined || error.code === code);
}

/** Reads a body as text. Rejects with an error that `isRequestBodyLimitError` knows. */
export function readRequestBodyWithLimit(request: IncomingMessage, bounds: Bounds): Promise<string> {
  const { maxBytes, timeoutMs = 30_000, encoding = "utf8", destroyOnLimit = true } = bounds;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer | string) => {
      const bytes = Buffer.from(chunk as string);
      size += bytes.length;
      if (size > maxBytes) fail("PAYLOAD_TOO_LARGE");
      else chunks.push(bytes);
    };
    const done = () => {
      stop();
      resolve(Buffer.concat(chunks).toString(encoding));
    };
    const close = () => fail("CONNECTION_CLOSED");
    const stop = () => {
      clearTimeout(timer);
      request.off("data", take).off("end", done).off("error", close).off("close", close);
    };
    const fail = (code: LimitCode) => {
      stop();
      if (code !== "CONNECTION_CLOSED" && destroyOnLimit) request.destroy();
      else request.resume();
      reject(new RequestBodyLimitError(code));
    };
    const timer = setTimeout(() => fail("REQUEST_BODY_TIMEOUT"), timeoutMs);
    if (Number(request.headers["content-length"]) > maxBytes) return fail("PAYLOAD_TOO_LARGE");
    if (request.destroyed) return fail("CONNECTION_CLOSED");
    request.on("data", take).on("end", done).on("error", close).on("close", close);
  });
}

type JsonBody =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: LimitCode | "INVALID_JSON"; readonly error: string };

/** Reads a body as JSON and never rejects. None at all is an empty object, unless told otherwise. */
export async function readJsonBodyWithLimit(
  request: IncomingMessage,
  bounds: Bounds & { readonly emptyObjectOnEmpty?: boolean },
): Promise<JsonBody> {
  let text: string;
  try {
    text = (await readRequestBodyWithLimit(request, bounds)).trim();
  } catch (error) {
    const code = error instanceof RequestBodyLimitError ? error.code : "CONNECTION_CLOSED";
    return { ok: false, code, error: texts[code] };
  }
  if (text === "" && bounds.emptyObjectOnEmpty !== false) return { ok: true, value: {} };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, code: "INVALID_JSON", error: text === "" ? "empty payload" : formatErrorMessage(error) };
  }
}

/** The address of what a request is made to, as it was written. */
export function resolveRequestUrl(input: unknown): string {
  if (typeof input === "string") return input;
  if (input instanceof URL) return input.href;
  const url: unknown = typeof input === "object" && input !== null && "url" in input ? input.url : undefined;
  return typeof url === "string" ? url : "";
}
