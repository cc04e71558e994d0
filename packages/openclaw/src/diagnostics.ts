import { defineDiagnostics } from "@mortise/core/catalog";
import { apiCodes } from "./api/codes.js";
import { bundleCodes } from "./bundles/codes.js";
import { sdkCodes } from "./plugin-sdk/codes.js";

const openclaw = defineDiagnostics({
  OPENCLAW_FIELD_IGNORED: {
    level: "warning",
    message: "The manifest's {field} is ignored: expected {expected}, found {found}.",
    help: "Correct the value at the pointer named. OpenClaw drops it without a word.",
  },
  OPENCLAW_CATEGORIES_INVALID: {
    level: "error",
    message: "categories lists 1 to 3 known slugs; found {found}.{suggestion}",
    help: "The known slugs: {known}. OpenClaw refuses the whole manifest; read leniently, what is unknown is dropped.",
  },
  OPENCLAW_KIND_UNKNOWN: {
    level: "warning",
    message: 'kind names "{kind}", which is no slot of OpenClaw; it is ignored.{suggestion}',
    help: "The known kinds: {known}. A plugin that fills no slot needs no kind.",
  },
  OPENCLAW_CHANNEL_SCHEMA_MISSING: {
    level: "warning",
    message:
      'channelConfigs has no schema for the channel "{channel}", so its config cannot be checked before the code runs.',
    help: 'Add "schema": {"type": "object", …} to the channel at the pointer named.',
  },
  OPENCLAW_CHANNEL_CONFIG_MISSING: {
    level: "warning",
    message: 'The manifest declares the channel "{channel}", and channelConfigs has nothing for it.',
    help: 'Add channelConfigs["{channel}"] with a "schema".',
  },
  OPENCLAW_GROUPS_INVALID: {
    level: "warning",
    message: "configGroups is ignored, and the form stays flat: {reason}.",
    help: "Each group needs an id of its own, a title, and properties of configSchema that no other group has.",
  },
  OPENCLAW_REQUIREMENT_LENIENT: {
    level: "advisory",
    message:
      "requiresPlugins names {plugins}: this plugin goes after them, and runs without them where they do not run.",
    help: "OpenClaw only warns. Read strictly, the plugin is kept out without them.",
  },
  OPENCLAW_NODE_LENIENT: {
    level: "warning",
    message: "package.json asks for Node {wanted}, and this is {actual}: the plugin is taken all the same.",
    help: "OpenClaw does not look at it. If the plugin fails, run the host on a Node that it asks for. Read strictly, it is kept out.",
  },
  OPENCLAW_SKILLS_MISSING: {
    level: "warning",
    message: 'skills names "{target}", and there is no {file} in it or right below it.',
    help: "Correct the path; it is taken relative to the plugin's folder.",
  },
  OPENCLAW_ENTRY_TYPESCRIPT: {
    level: "error",
    message:
      "The entry {entry} is TypeScript, and an installed package has to bring JavaScript. None of these is there: {tried}.",
    help: "Ask its author for a built package, or name its folder in plugins.load.paths, where TypeScript is allowed.",
  },
  OPENCLAW_RUNTIME_ENTRY_MISSING: {
    level: "error",
    message: "openclaw.runtimeExtensions names {entry} as the built file of {source}, and it is not there.",
    help: "Build the plugin, or correct the path in its package.json.",
  },
  OPENCLAW_ENTRY_NAME_CLASH: {
    level: "error",
    message: 'Two entries of the package would both be the plugin "{plugin}": {first} and {second}.',
    help: "Several entries are told apart by their file names; give each another name.",
  },
  OPENCLAW_ENTRY_FROM_MAIN: {
    level: "warning",
    message:
      "package.json has no openclaw.extensions and there is no index file; its main, {entry}, is taken for the entry.",
    help: 'Name it in package.json: "openclaw": { "extensions": ["{entry}"] }. OpenClaw itself does not read main.',
  },
  ...bundleCodes,
  ...sdkCodes,
  ...apiCodes,
});

/** Every kind of diagnostic that only the readers of OpenClaw manifests and of bundles give, by code; the others are core's. */
export const openclawDiagnostics = openclaw.catalogue;

/** Makes a diagnostic of this package's catalogue. */
export const diagnoseOpenclaw = openclaw.create;
