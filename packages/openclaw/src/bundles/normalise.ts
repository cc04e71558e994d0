import {
  completeManifest,
  diagnose,
  didYouMean,
  type Diagnostic,
  type ManifestReading,
  type ManifestSource,
  type PluginManifest,
} from "@mortise/core/catalog";
import { diagnoseOpenclaw } from "../diagnostics.js";
import { byId, createBundle, type Bundle, type Layout } from "./bundle.js";
import { readId, readText } from "./identity.js";
import { partsAt } from "./places.js";

/** The fields that have their place in the normalised manifest. */
const identityFields = ["name", "description", "version"];

/** Fields that say something about the bundle and ask for nothing; they stay readable under `foreign`. */
const descriptiveFields = [
  "$schema",
  "author",
  "category",
  "displayName",
  "extensions",
  "homepage",
  "icon",
  "interface",
  "keywords",
  "license",
  "logo",
  "repository",
  "tags",
];

/** A bundle as the manifest of a plugin that has no code. */
export function readBundle(source: ManifestSource, layout: Layout): ManifestReading {
  const diagnostics: Diagnostic[] = [];
  const bundle = createBundle(source, layout, diagnostics);
  for (const key of source.json.refused) {
    bundle.report(diagnose("MANIFEST_DANGEROUS_KEY", { key }, bundle.at(key)));
  }
  const id = readId(bundle);
  if (id === undefined) return { plugins: [], diagnostics };
  reportUnused(bundle);
  return { plugins: [{ manifest: normalise(bundle, id) }], id, diagnostics };
}

function normalise(bundle: Bundle, id: string): PluginManifest {
  const name = readText(bundle, "displayName") ?? readText(bundle, "name");
  const description = readText(bundle, "description");
  const version = readText(bundle, "version");
  return completeManifest({
    id,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(version !== undefined && { version }),
    provides: readProvides(bundle),
    foreign: readForeign(bundle),
  });
}

function readProvides(bundle: Bundle): PluginManifest["provides"] {
  const lists = bundle.layout.places.map(
    (place) => [place.key, byId(bundle, place.key, partsAt(bundle, place))] as const,
  );
  return Object.fromEntries(lists.filter(([, parts]) => Object.keys(parts).length > 0));
}

/** All fields but those that are mapped: what parts are written into the manifest may hold secrets. */
function readForeign({ fields, layout }: Bundle): PluginManifest["foreign"] {
  const mapped = new Set([...identityFields, ...fieldsOf(layout)]);
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !mapped.has(key)));
}

function fieldsOf({ places }: Layout): readonly string[] {
  return places.flatMap(({ field }) => field ?? []);
}

function reportUnused(bundle: Bundle): void {
  const { fields, layout, source, report, at } = bundle;
  const known = [...identityFields, ...descriptiveFields, ...fieldsOf(layout)];
  for (const key of Object.keys(fields).filter((field) => !known.includes(field))) {
    report(diagnose("MANIFEST_UNKNOWN_KEY", { key, suggestion: didYouMean(key, known) }, at(`/${key}`)));
  }
  for (const path of layout.unused.filter((unused) => source.list(unused).length > 0)) {
    const part = `a folder "${path}"`;
    report(diagnoseOpenclaw("BUNDLE_PART_UNUSED", { part }, { path: `${source.root}/${path}` }));
  }
}
