import { basename } from "node:path";
import { describeFound, diagnose, isDangerousName } from "@mortise/core/catalog";
import { diagnoseOpenclaw } from "../diagnostics.js";
import { printableId } from "../identity.js";
import type { Bundle } from "./bundle.js";
import { slug } from "./slug.js";

/** The id by the manifest's name, else by the folder's; nothing where neither gives one, which was reported. */
export function readId(bundle: Bundle): string | undefined {
  const { source, layout, report, at } = bundle;
  const name = readText(bundle, "name");
  if (name === undefined && layout.needsName) {
    report(diagnose("MANIFEST_KEY_MISSING", { key: "name", expected: "a string, the bundle's name" }, at("")));
    return undefined;
  }
  const folder = basename(source.root);
  const id = [name ?? folder, folder].map(slug).find((candidate) => candidate !== "" && !isDangerousName(candidate));
  const written = printableId(name ?? folder);
  if (id === undefined) report(diagnose("MANIFEST_ID_INVALID", { id: written }, at("/name")));
  else if (id !== (name ?? folder)) report(diagnoseOpenclaw("BUNDLE_NAME_ADAPTED", { name: written, id }, at("/name")));
  return id;
}

/** A field of the manifest that is a text and not blank; anything else is reported. */
export function readText({ fields, report, at }: Bundle, field: string): string | undefined {
  const value = fields[field];
  if (value === undefined) return undefined;
  if (typeof value === "string" && value.trim() !== "") return value.trim();
  const parameters = { field, expected: "a string that is not blank", found: describeFound(value, false) };
  report(diagnoseOpenclaw("BUNDLE_FIELD_IGNORED", parameters, at(`/${field}`)));
  return undefined;
}
