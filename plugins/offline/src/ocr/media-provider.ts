import { CapabilityError, type MediaRequest, type MediaUnderstandingProvider } from "@mortise/sdk";
import type { EngineThread } from "../thread.js";

/** The thread of `worker/ocr.mjs`: what it is asked and answers. */
export type OcrThread = EngineThread<{ readonly image: Uint8Array }, { readonly text: string }>;

const readableTypes: readonly string[] = [
  "image/png",
  "image/jpeg",
  "image/jpg",
  "image/webp",
  "image/gif",
  "image/bmp",
  "image/x-ms-bmp",
  "image/x-portable-bitmap",
];

/**
 * The media understanding provider `offline`: it reads the English text in an image, and knows nothing else of it; the
 * prompt is ignored. Throws `unsupported` for other media and languages, `invalid-request` for bytes that are no image.
 */
export function createMediaProvider(thread: OcrThread): MediaUnderstandingProvider {
  return {
    id: "offline",
    label: "Offline text recognition",
    accepts: ["image"],
    async describeImage(request, { signal }) {
      refuseUnreadable(request);
      const { text } = await thread.ask({ image: request.data }, signal);
      return { text: text.trim() || "No text was found in the image." };
    },
  };
}

function refuseUnreadable({ data, mediaType, language }: MediaRequest): void {
  const type = mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!readableTypes.includes(type)) {
    throw new CapabilityError(
      `Offline text recognition cannot read ${mediaType}. It reads ${readableTypes.join(", ")}.`,
      {
        code: "unsupported",
      },
    );
  }
  if (language !== undefined && !/^en(?:-|$)/i.test(language)) {
    throw new CapabilityError(`Offline text recognition reads English, not ${JSON.stringify(language)}.`, {
      code: "unsupported",
    });
  }
  if (data.length === 0) throw new CapabilityError("The image is empty: it has no bytes.", { code: "invalid-request" });
}
