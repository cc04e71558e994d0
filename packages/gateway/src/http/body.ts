import { ApiError, badRequest } from "./api-error.js";
import { anObject, type JsonObject } from "./fields.js";

/** Reads a request's body. Throws 413 past the limit, whether or not the length was announced. */
export async function readBody(request: Request, limitBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) throw tooLarge(limitBytes);
  if (!request.body) return new Uint8Array();
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = (request.body as ReadableStream<Uint8Array>).getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(endedEarly);
    if (done) break;
    length += value.byteLength;
    // What is still to come is not read; the server ends the connection.
    if (length > limitBytes) throw tooLarge(limitBytes);
    pieces.push(value);
  }
  return new Uint8Array(Buffer.concat(pieces, length));
}

/** The caller left in the middle of it; nobody will read this. */
function endedEarly(): never {
  throw badRequest("The request ended before its body did.", "incomplete_body");
}

function tooLarge(limitBytes: number): ApiError {
  const message = `The request's body is longer than ${limitBytes} bytes, which is the most that this gateway takes.`;
  return new ApiError(message, { status: 413, code: "request_too_large" });
}

/** Reads a body that must hold a JSON object. Throws 400 where it does not, and 413. */
export async function readJsonBody(request: Request, limitBytes: number): Promise<JsonObject> {
  const text = new TextDecoder().decode(await readBody(request, limitBytes));
  if (text.trim() === "") throw badRequest("The request has no body; it takes a JSON object.", "invalid_json");
  return anObject(parse(text), "");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw badRequest(`The request's body is not valid JSON: ${(error as SyntaxError).message}.`, "invalid_json");
  }
}
