import satisfies from "semver/functions/satisfies.js";
import { completeManifest, readPointer, type PluginManifest } from "@mortise/core/catalog";
import { readActivation } from "./activation.js";
import { readCategories, readSlots } from "./classification.js";
import { isEnabledByDefault, readSetupEnv } from "./config-hints.js";
import { diagnoseOpenclaw } from "./diagnostics.js";
import { readNodeRange } from "./entries/package-block.js";
import type { Fields } from "./fields/known.js";
import type { JsonObject } from "./fields/shape.js";
import { readForeign } from "./foreign.js";
import { readLegacyIds } from "./identity.js";
import { readProvides, undeclarableKeys } from "./provides/read.js";
import { readRequirements } from "./requirements.js";
import type { Subject } from "./subject.js";
import { readUi } from "./ui.js";

/** The manifest in the form that core works with, but for its id. */
export function normalise(subject: Subject, fields: Fields, configSchema: JsonObject): Omit<PluginManifest, "id"> {
  const { compat } = subject;
  const slots = readSlots(subject, fields.kind);
  const { id: _id, ...manifest } = completeManifest({
    id: "",
    ...readIdentity(subject, fields),
    configSchema,
    categories: readCategories(subject, fields.categories) ?? [],
    ui: readUi(subject, fields, configSchema),
    provides: readProvides(subject, fields),
    declarations: compat,
    undeclarable: undeclarableKeys(subject, slots),
    setup: { env: readSetupEnv(fields, configSchema) },
    activation: readActivation(subject, fields),
    slots,
    ...readRequirements(subject, fields),
    permissions: readPermissions(fields),
    legacyIds: readLegacyIds(subject, fields),
    enabledByDefault: isEnabledByDefault(fields),
    foreign: readForeign(subject, fields),
  });
  return manifest;
}

function readIdentity(subject: Subject, { name: written, description, version }: Fields): Partial<PluginManifest> {
  const label = readPointer(subject.source.packageJson?.json.value, "/openclaw/plugin/label");
  const name = written ?? (typeof label === "string" && label.trim() !== "" ? label.trim() : undefined);
  const node = neededNode(subject);
  return {
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(version !== undefined && { version }),
    ...(node !== undefined && { engines: { node } }),
  };
}

/**
 * The Node without which the plugin is kept out. Many name the one that OpenClaw's host needs for itself, and run on an
 * older one: read leniently, one that is not met is a warning.
 */
function neededNode(subject: Subject): string | undefined {
  const wanted = readNodeRange(subject);
  const actual = process.versions.node;
  const isMet = wanted === undefined || satisfies(actual, wanted, { includePrerelease: true });
  if (isMet || subject.compat === "strict") return wanted;
  subject.report(diagnoseOpenclaw("OPENCLAW_NODE_LENIENT", { wanted, actual }, subject.atPackage("/engines/node")));
  return undefined;
}

/** What the plugin wants to be allowed: to call the gateway's methods as whoever is asking. */
function readPermissions({ contracts }: Fields): PluginManifest["permissions"] {
  const dispatch = contracts?.gatewayMethodDispatch ?? [];
  return dispatch.length > 0 ? { "gateway-methods": dispatch } : {};
}
