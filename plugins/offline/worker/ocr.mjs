// Reads the text in images with Tesseract. The shapes of requests and answers are in ../src/ocr/media-provider.ts.
import { dirname, join } from "node:path";
import english from "@tesseract.js-data/eng";
import tesseract from "tesseract.js";
import { answerWith, Refusal } from "./answer.mjs";

// The small, integer form of the English data, for the one engine that is used. It lies in the package, gzipped:
// `langPath` and `cacheMethod: "none"` keep Tesseract from fetching anything and from writing to the current folder.
const languageFolder = join(dirname(english.langPath), "4.0.0_best_int");

const reader = await tesseract.createWorker("eng", tesseract.OEM.LSTM_ONLY, {
  langPath: languageFolder,
  gzip: true,
  cacheMethod: "none",
  // Without a handler, the library throws where nothing can catch it.
  errorHandler: () => undefined,
});

answerWith(async ({ image }) => {
  const page = await reader.recognize(Buffer.from(image)).catch((error) => {
    if (isUnreadable(error))
      throw new Refusal("The image could not be read: it is damaged, far too large, or of a format unknown here.");
    throw new Error(`Tesseract failed: ${error}`);
  });
  return { text: page.data.text };
});

/** Whether an error of Tesseract, which is text, is about the image's bytes; its BMP reader runs past their end. */
function isUnreadable(error) {
  return /attempting to read image|ERR_OUT_OF_RANGE|ERR_BUFFER_OUT_OF_BOUNDS/.test(String(error));
}
