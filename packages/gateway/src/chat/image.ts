import type { ContentPart } from "@mortise/sdk";
import { badRequest } from "../http/api-error.js";
import { aText, type Reader } from "../http/fields.js";
import { readDataUrl } from "./data-url.js";

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
  const read = readDataUrl(url);
  if (!read) {
    const message = `Invalid value for '${param}': a data URL of an image looks like data:image/png;base64,….`;
    throw badRequest(message, "invalid_image_url", param);
  }
  const { mediaType, bytes } = read;
  if (!mediaType.startsWith("image/")) {
    const message = `Invalid value for '${param}': expected an image, but its media type is '${mediaType}'.`;
    throw badRequest(message, "invalid_image_url", param);
  }
  return { type: "image", data: bytes, mediaType };
}
