// What OpenClaw's SDK has for media types.

const byExtension: Readonly<Record<string, string>> = {
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".png": "image/png",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".svg": "image/svg+xml",
  ".heic": "image/heic",
  ".heif": "image/heif",
  ".bmp": "image/bmp",
  ".mp3": "audio/mpeg",
  ".ogg": "audio/ogg",
  ".oga": "audio/ogg",
  ".opus": "audio/opus",
  ".wav": "audio/wav",
  ".flac": "audio/flac",
  ".aac": "audio/aac",
  ".m4a": "audio/x-m4a",
  ".amr": "audio/amr",
  ".mp4": "video/mp4",
  ".mov": "video/quicktime",
  ".webm": "video/webm",
  ".mkv": "video/x-matroska",
  ".avi": "video/x-msvideo",
  ".pdf": "application/pdf",
  ".json": "application/json",
  ".zip": "application/zip",
  ".gz": "application/gzip",
  ".tar": "application/x-tar",
  ".7z": "application/x-7z-compressed",
  ".rar": "application/vnd.rar",
  ".doc": "application/msword",
  ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ".xls": "application/vnd.ms-excel",
  ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ".ppt": "application/vnd.ms-powerpoint",
  ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  ".csv": "text/csv",
  ".txt": "text/plain",
  ".md": "text/markdown",
  ".html": "text/html",
  ".htm": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".xml": "text/xml",
};

/** The type alone, in lower case, without parameters: `Image/PNG; q=1` gives `image/png`; nothing where there is none. */
export function normalizeMimeType(type?: string | null): string | undefined {
  return type?.split(";")[0]?.trim().toLowerCase() || undefined;
}

/** The extension of a path or address with its dot, in lower case; nothing where it has none. */
export function getFileExtension(path?: string | null): string | undefined {
  const name = path
    ?.replace(/^(https?:[^?#]*)[?#].*$/i, "$1")
    .split(/[\\/]/)
    .at(-1);
  return /.(\.[a-z\d]+)$/i.exec(name ?? "")?.[1]?.toLowerCase();
}

/** The type of a file by its name, or nothing. */
export function mimeTypeFromFilePath(path?: string | null): string | undefined {
  const extension = getFileExtension(path);
  return extension === undefined ? undefined : byExtension[extension];
}

/** The extension that files of a type usually have, with its dot; or nothing. */
export function extensionForMime(type?: string | null): string | undefined {
  const wanted = normalizeMimeType(type);
  return Object.keys(byExtension).find((extension) => byExtension[extension] === wanted);
}

/** The kind of medium that a type is of, or nothing. */
export function mediaKindFromMime(type?: string | null): "image" | "audio" | "video" | "document" | undefined {
  const wanted = normalizeMimeType(type);
  if (wanted === undefined) return undefined;
  const kind = (["image", "audio", "video"] as const).find((one) => wanted.startsWith(`${one}/`));
  return kind ?? (/^(?:application|text)\//.test(wanted) ? "document" : undefined);
}
