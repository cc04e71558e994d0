import { typeOfBytes, typeOfFile } from "../media-types.js";
import { membersOf, textOf } from "../reading.js";
import { mapped, type ApiMember } from "../member.js";

/** The light parts of what OpenClaw knows of media. */
export const mediaParts: readonly ApiMember[] = [
  mapped(
    { name: "media.detectMime", support: "partial", note: "By the first bytes, the header and the file's name." },
    (_scope, given) => Promise.resolve(mimeOf(given)),
  ),
  mapped({ name: "media.mediaKindFromMime", support: "full" }, (_scope, mime) => kindOf(textOf(mime) ?? "")),
  mapped(
    {
      name: "media.isVoiceCompatibleAudio",
      support: "partial",
      note: "Opus, Ogg, MP3 and M4A are, by type or by the file's name.",
    },
    (_scope, given) => isVoice(given),
  ),
];

function mimeOf(given: unknown): string | undefined {
  const { buffer, headerMime, filePath } = membersOf(given);
  const byBytes = buffer instanceof Uint8Array ? typeOfBytes(buffer) : undefined;
  const header = textOf(headerMime)?.split(";")[0]?.trim();
  return byBytes ?? header ?? (typeof filePath === "string" ? typeOfFile(filePath) : undefined);
}

function kindOf(mime: string): "image" | "audio" | "video" | "document" | undefined {
  const [kind] = mime.split("/");
  if (kind === "image" || kind === "audio" || kind === "video") return kind;
  return kind === "text" || kind === "application" ? "document" : undefined;
}

const voices: ReadonlySet<string> = new Set(["audio/ogg", "audio/opus", "audio/mpeg", "audio/mp4"]);

function isVoice(given: unknown): boolean {
  const { contentType, fileName } = membersOf(given);
  const type = textOf(contentType)?.split(";")[0]?.trim() ?? typeOfFile(textOf(fileName) ?? "");
  return type !== undefined && voices.has(type.toLowerCase());
}
