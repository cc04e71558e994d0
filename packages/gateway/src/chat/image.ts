import type { ContentPart } from "@mortise/sdk";
import { badRequest } from "../http/api-error.js";
import { aText, type Reader } from "../http/fields.js";

const dataUrl = /^data:([a-z0-9.+-]+\/[a-z0-9.+-]+)?((?:;[^;,]*)*?)(;base64)?,/i;
const base64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** Reads an image's address: bytes out of a data URL, and the address itself where it is on the web. */
export const anImage: Reader<ContentPart> = (value, param) => {
  const url = aText(value, param);
  if (/^data:/i.test(url)) return fromDataUrl(url, param);
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return { type: "image-url", url };
  throw badRequest(
    `Invalid value for '${param}': expected an http, https or data URL of an image.`,
    "invalid_image_url",
    param,
  );
};

function fromDataUrl(url: string, param: string): ContentPart {
  const [head, mediaType = "", , isBase64] = dataUrl.exec(url) ?? [];
  const payload = head === undefined ? "" : url.slice(head.length).trim();
  if (isBase64 === undefined || payload === "" || !base64.test(payload)) {
    const message = `Invalid value for '${param}': a data URL of an image looks like data:image/png;base64,….`;
    throw badRequest(message, "invalid_image_url", param);
  }
  if (!/^image\//i.test(mediaType)) {
    const message = `Invalid value for '${param}': expected an image, but its media type is '${mediaType}'.`;
    throw badRequest(message, "invalid_image_url", param);
  }
  return { type: "image", data: new Uint8Array(Buffer.from(payload, "base64")), mediaType: mediaType.toLowerCase() };
}
