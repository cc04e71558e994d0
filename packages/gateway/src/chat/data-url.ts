/** What a data URL holds. */
export interface DataUrl {
  /** In lower case; empty where it names none. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

const head = /^data:([a-z0-9.+-]+\/[a-z0-9.+-]+)?((?:;[^;,]*)*?)(;base64)?,/i;
const base64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** Reads a data URL in base64; nothing where it is none, or holds nothing. */
export function readDataUrl(url: string): DataUrl | undefined {
  const [matched, mediaType = "", , isBase64] = head.exec(url) ?? [];
  const payload = matched === undefined ? "" : url.slice(matched.length).trim();
  if (isBase64 === undefined || payload === "" || !base64.test(payload)) return undefined;
  return { mediaType: mediaType.toLowerCase(), bytes: new Uint8Array(Buffer.from(payload, "base64")) };
}
