import { describeFound, diagnose, isDangerousName } from "@mortise/core/catalog";
import { diagnoseOpenclaw } from "./diagnostics.js";
import type { Fields } from "./fields/known.js";
import type { JsonObject } from "./fields/shape.js";
import type { Subject } from "./subject.js";

const longestId = 128;

/** Signs of which none is harmful. All that are make a class that takes milliseconds to compile, and is rarely needed. */
const plainSigns = /^[\w@./ -]*$/;

/**
 * Whether an id could do harm where ids are used: as a key, in a path, on a terminal. OpenClaw itself takes any text,
 * so everything else is let through, outside core's own grammar too.
 */
export function isHarmfulId(id: string): boolean {
  return (
    id.length > longestId ||
    (!plainSigns.test(id) && /[\p{C}\p{Zl}\p{Zp}\\]/u.test(id)) ||
    id.split("/").some((segment) => /^\.{0,2}$/.test(segment.trim()) || isDangerousName(segment.toLowerCase()))
  );
}

/** The manifest's id; nothing where it is missing or refused, which was reported. */
export function readId({ report, at }: Subject, raw: JsonObject): string | undefined {
  const written = raw["id"];
  if (written === undefined) {
    report(diagnose("MANIFEST_KEY_MISSING", { key: "id", expected: "a string, the plugin's id" }, at("")));
    return undefined;
  }
  const id = typeof written === "string" ? written.trim() : "";
  if (id === "") {
    const found = describeFound(written, false);
    report(diagnose("MANIFEST_INVALID", { expected: "a string that is not blank", found, suggestion: "" }, at("/id")));
    return undefined;
  }
  if (!isHarmfulId(id)) return id;
  report(diagnose("MANIFEST_ID_INVALID", { id: printableId(id) }, at("/id")));
  return undefined;
}

/** The ids that the plugin had before; those that could do harm are left out, which is reported. */
export function readLegacyIds({ report, at }: Subject, { legacyPluginIds = [] }: Fields): readonly string[] {
  return legacyPluginIds.filter((id) => {
    if (!isHarmfulId(id)) return true;
    const parameters = { field: "legacyPluginIds", expected: "ids", found: `"${printableId(id)}"` };
    report(diagnoseOpenclaw("OPENCLAW_FIELD_IGNORED", parameters, at("/legacyPluginIds")));
    return false;
  });
}

/** An id as it may be shown: cut short, its control characters escaped. */
export function printableId(id: string): string {
  const escaped = id.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`);
  return escaped.length > longestId ? `${escaped.slice(0, longestId)}…` : escaped;
}
