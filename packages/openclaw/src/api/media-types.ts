import { extname } from "node:path";

/** The types of media that are met often, by the extension of their files. */
const types: Readonly<Record<string, string>> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".heic": "image/heic",
  ".svg": "image/svg+xml",
  ".mp3": "audio/mpeg",
  ".wav": "audio/wav",
  ".ogg": "audio/ogg",
  ".opus": "audio/opus",
  ".m4a": "audio/mp4",
  ".aac": "audio/aac",
  ".flac": "audio/flac",
  ".pcm": "audio/pcm",
  ".mp4": "video/mp4",
  ".webm": "video/webm",
  ".mov": "video/quicktime",
  ".pdf": "application/pdf",
  ".json": "application/json",
  ".txt": "text/plain",
  ".md": "text/markdown",
  ".html": "text/html",
  ".csv": "text/csv",
};

/** The extension of files of a type, with its dot; empty where it is not known. */
export function extensionOf(mediaType: string): string {
  const plain = mediaType.split(";")[0]?.trim().toLowerCase();
  return Object.entries(types).find(([, type]) => type === plain)?.[0] ?? "";
}

/** The type of a file by its name or path. */
export function typeOfFile(path: string): string | undefined {
  return types[extname(path).toLowerCase()];
}

/** The type of audio by what its maker calls its format: `mp3`, `.mp3`, `mp3_44100_128`, `audio/mpeg`. */
export function typeOfFormat(format: string): string | undefined {
  if (format.includes("/")) return format;
  return types[`.${(/^\.?([a-z0-9]+)/i.exec(format)?.[1] ?? "").toLowerCase()}`];
}

const signatures: readonly (readonly [type: string, offset: number, bytes: string])[] = [
  ["image/png", 0, "\x89PNG"],
  ["image/jpeg", 0, "\xff\xd8\xff"],
  ["image/gif", 0, "GIF8"],
  ["image/webp", 8, "WEBP"],
  ["audio/wav", 8, "WAVE"],
  ["audio/ogg", 0, "OggS"],
  ["audio/mpeg", 0, "ID3"],
  ["audio/flac", 0, "fLaC"],
  ["video/mp4", 4, "ftyp"],
  ["video/webm", 0, "\x1aE\xdf\xa3"],
  ["application/pdf", 0, "%PDF"],
];

/** The type of a medium by its first bytes. */
export function typeOfBytes(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  return signatures.find(([, offset, signature]) => start.startsWith(signature, offset))?.[0];
}
