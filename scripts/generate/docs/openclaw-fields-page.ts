import type { FieldPlace } from "../../../packages/openclaw/src/fields/place.js";
import { fieldPlaces } from "../../../packages/openclaw/src/fields/places.js";
import { code, referencePage, table, type Artifact } from "./markdown.js";

/** `docs/reference/openclaw-fields.md`: where every field of OpenClaw's manifest goes. */
export function openclawFieldsPage(): Artifact {
  return referencePage(
    "openclaw-fields",
    "The fields of openclaw.plugin.json",
    "packages/openclaw/src/fields/places.ts",
    [
      "`openClaw()` of `@mortise/openclaw` reads OpenClaw's manifests into the form that every stage of Mortise works " +
        "with, the one that [mortise.plugin.json](manifest.md) has. This is where each field goes. No field is lost: what " +
        "has no place, or not for all of it, stays as it was written under `foreign`; so does a field whose place the host " +
        "does not have, because it has no such capability or surface. Only the values of a server's environment and headers " +
        "are nowhere but in the file. Keys that are unknown, misspelt or malformed are reported " +
        "([MANIFEST_UNKNOWN_KEY](diagnostics.md#manifest_unknown_key), " +
        "[OPENCLAW_FIELD_IGNORED](diagnostics.md#openclaw_field_ignored)).",
      ...fieldPlaces.flatMap(({ title, places }) => [
        `## ${title}`,
        table(["field", "place", "kept under `foreign`", ""], places.map(row)),
      ]),
    ],
  );
}

function row({ field, places, isKept, note }: FieldPlace): readonly string[] {
  return [code(field), places.length > 0 ? places.map(code).join(", ") : "none", isKept ? "yes" : "", note];
}
