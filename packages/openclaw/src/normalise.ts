import { completeManifest, type PluginManifest } from "@mortise/core/catalog";
import { readActivation } from "./activation.js";
import { readCategories, readSlots } from "./classification.js";
import { isEnabledByDefault, readSetupEnv } from "./config-hints.js";
import { readNodeRange } from "./entries/package-block.js";
import type { Fields } from "./fields/known.js";
import type { JsonObject } from "./fields/shape.js";
import { readForeign } from "./foreign.js";
import { readProvides, undeclarableKeys } from "./provides.js";
import type { Subject } from "./subject.js";

/** The manifest in the form that core works with, but for its id. */
export function normalise(subject: Subject, fields: Fields, configSchema: JsonObject): Omit<PluginManifest, "id"> {
  const { source, compat } = subject;
  const { name, description, version, uiHints } = fields;
  const node = readNodeRange(subject);
  const { id: _id, ...manifest } = completeManifest({
    id: "",
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(version !== undefined && { version }),
    ...(node !== undefined && { engines: { node } }),
    ...(uiHints !== undefined && { ui: uiHints }),
    configSchema,
    provides: readProvides(subject, fields),
    declarations: compat,
    undeclarable: undeclarableKeys(subject),
    setup: { env: readSetupEnv(fields, configSchema) },
    activation: readActivation(fields),
    slots: readSlots(subject, fields.kind),
    enabledByDefault: isEnabledByDefault(fields),
    foreign: readForeign(source, fields, readCategories(subject, fields.categories)),
  });
  return manifest;
}
