import { describeFound } from "@mortise/core/catalog";
import { diagnoseOpenclaw } from "../../diagnostics.js";
import { isObject } from "../../fields/shape.js";
import type { PartReader } from "../bundle.js";
import { documentReader } from "./document.js";
import { foldersWith } from "./markdown.js";

const packs = foldersWith("HOOK.md");

/** The events of a hooks.json. What is run on them stays in the file: it is other programs' commands. */
const events = documentReader(({ report }, { path, pointer, value, at }) => {
  const hooks = value["hooks"] ?? value;
  const base = value["hooks"] === undefined ? "" : "/hooks";
  if (!isObject(hooks)) {
    const parameters = { field: "hooks", expected: "an object", found: describeFound(hooks, true) };
    report(diagnoseOpenclaw("BUNDLE_FIELD_IGNORED", parameters, at(base)));
    return [];
  }
  const lists = Object.entries(hooks).filter(([, handlers]) => Array.isArray(handlers));
  return lists.map(([event, handlers]) => ({
    name: event,
    metadata: {
      path,
      pointer: `${pointer}${base}/${event}`,
      event,
      handlers: (handlers as readonly unknown[]).length,
    },
  }));
});

/** Hook packs: folders with a HOOK.md, and events that a JSON file or the manifest gives handlers for. */
export const hooks: PartReader = {
  ...events,
  at: (bundle, path) => (path.endsWith(".json") ? events : packs).at(bundle, path),
};
