import { readFileSync } from "node:fs";
import { callContext } from "@mortise/testing";
import { afterAll, describe, expect, it } from "vitest";
import { EngineThread } from "../thread.js";
import { createMediaProvider, type OcrThread } from "./media-provider.js";

const context = callContext();
const thread: OcrThread = new EngineThread(new URL("../../worker/ocr.mjs", import.meta.url));
const provider = createMediaProvider(thread);
afterAll(() => thread.close());

const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)));
const describeImage = (data: Uint8Array, mediaType = "image/png", language?: string) =>
  provider.describeImage?.({ data, mediaType, ...(language === undefined ? {} : { language }) }, context);

describe("describeImage [VEND-5]", () => {
  it("reads the text in a PNG, line by line", async () => {
    expect(await describeImage(fixture("two-lines.png"))).toEqual({
      text: "Mortise joins plugins\nInvoice 4711: 250 EUR",
    });
  });

  it("says so where there is no text", async () => {
    expect(await describeImage(fixture("blank.png"), "IMAGE/PNG; q=1", "en-GB")).toEqual({
      text: "No text was found in the image.",
    });
  });

  it("reads on after an image that is none", async () => {
    const damaged = fixture("two-lines.png").subarray(0, 700);
    await expect(describeImage(damaged)).rejects.toMatchObject({ code: "invalid-request" });
    await expect(describeImage(new TextEncoder().encode("BM no image"), "image/bmp")).rejects.toMatchObject({
      code: "invalid-request",
      message: expect.stringContaining("could not be read") as unknown,
    });
    expect((await describeImage(fixture("two-lines.png")))?.text).toContain("4711");
  });

  it.each([
    ["other media", "audio/wav", undefined, "unsupported"],
    ["images it cannot read", "image/svg+xml", undefined, "unsupported"],
    ["other languages", "image/png", "de", "unsupported"],
  ])("refuses %s", async (_, mediaType, language, code) => {
    await expect(describeImage(fixture("blank.png"), mediaType, language)).rejects.toMatchObject({ code });
  });

  it("refuses an image of no bytes", async () => {
    await expect(describeImage(new Uint8Array())).rejects.toMatchObject({ code: "invalid-request" });
  });

  it("stops when the caller goes away", async () => {
    const caller = new AbortController();
    const image = { data: fixture("two-lines.png"), mediaType: "image/png" };
    const reading = provider.describeImage?.(image, callContext(caller));
    caller.abort();
    await expect(reading).rejects.toMatchObject({ code: "aborted" });
  });
});
