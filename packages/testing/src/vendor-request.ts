import { EventEmitter, once } from "node:events";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

/** A request as the vendor server got it. */
export interface VendorRequest {
  readonly method: string;
  /** Path and query as they were sent, for example `/v2/voices?page_size=100`. */
  readonly path: string;
  /** By name in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** The body as it was sent; empty without one. */
  readonly bytes: Uint8Array;
  /** The parsed body, where it is JSON. */
  readonly json?: unknown;
  /** The fields and files, where the body is a form. */
  readonly form?: FormData;
  /** Resolves when the client leaves before the reply is complete: what an abort looks like from here. */
  readonly clientGone: Promise<void>;
  /** Cuts the connection, like a vendor that fails in the middle of a reply. */
  cut(): void;
}

/** The requests of one server, in the order in which they were read. */
export class RecordedRequests {
  readonly #requests: VendorRequest[] = [];
  readonly #arrivals = new EventEmitter();

  get all(): readonly VendorRequest[] {
    return this.#requests;
  }

  /** Reads a request to its end and keeps it. */
  async record(incoming: IncomingMessage, response: ServerResponse): Promise<VendorRequest> {
    const clientGone = new Promise<void>((resolve) => {
      response.once("close", () => {
        if (!response.writableFinished) resolve();
      });
    });
    const bytes = new Uint8Array(await buffer(incoming));
    const request: VendorRequest = {
      method: incoming.method ?? "",
      path: incoming.url ?? "",
      headers: incoming.headers,
      bytes,
      ...(await parsedBody(bytes, incoming.headers["content-type"] ?? "")),
      clientGone,
      cut: () => response.socket?.destroy(),
    };
    this.#requests.push(request);
    this.#arrivals.emit("arrival");
    return request;
  }

  /** The request with this index, as soon as it is there. */
  async received(index: number): Promise<VendorRequest> {
    for (;;) {
      const request = this.#requests[index];
      if (request) return request;
      await once(this.#arrivals, "arrival");
    }
  }
}

async function parsedBody(bytes: Uint8Array, contentType: string): Promise<Pick<VendorRequest, "json" | "form">> {
  const body = new Response(bytes, { headers: { "content-type": contentType } });
  if (/^(multipart\/form-data|application\/x-www-form-urlencoded)\b/.test(contentType))
    return { form: await body.formData() };
  if (!/^application\/json\b/.test(contentType)) return {};
  try {
    return { json: await body.json() };
  } catch {
    // What the client sent is not JSON after all; the test sees its bytes.
    return {};
  }
}
