import type { DiagnosticCatalogue } from "@mortise/core/catalog";

/** What can be wrong with bundles. A part that cannot be used is left out, and the rest of its bundle works. */
export const bundleCodes = {
  BUNDLE_NAME_ADAPTED: {
    level: "advisory",
    message: 'The bundle\'s name "{name}" cannot be an id; the plugin has the id "{id}".',
    help: 'Write "{id}" wherever the config names it.',
  },
  BUNDLE_FIELD_IGNORED: {
    level: "warning",
    message: "The bundle's {field} is ignored: expected {expected}, found {found}.",
    help: "Correct the value at the pointer named.",
  },
  BUNDLE_SCHEMA_UNSUPPORTED: {
    level: "error",
    message: "The bundle's $schema is {found}; the one that is understood is {supported}.",
    help: "Ask its author for a bundle of that version.",
  },
  BUNDLE_PATH_MISSING: {
    level: "warning",
    message: 'The bundle\'s {field} names "{target}", and nothing that can be read is there.',
    help: "Correct the path; it is taken relative to the bundle's folder.",
  },
  BUNDLE_FILE_INVALID: {
    level: "warning",
    message: "{file} cannot be used, and what it would bring is left out: {reason}.",
    help: "Mend the text at the line and column named.",
  },
  BUNDLE_FRONT_MATTER_INVALID: {
    level: "warning",
    message: "The front matter of {file} is not valid: {reason}. What could be read of it counts.",
    help: 'It is YAML between two lines "---". Put quotes around a text with a colon or an asterisk in it.',
  },
  BUNDLE_PART_LEFT_OUT: {
    level: "warning",
    message: 'The bundle\'s "{part}" ({key}) is left out: {reason}.',
    help: "Ask the bundle's author, or change it there.",
  },
  BUNDLE_PART_UNUSED: {
    level: "advisory",
    message: "The bundle has {part}, which means nothing here.",
    help: "Nothing needs to be done; the rest of the bundle works without it.",
  },
} as const satisfies DiagnosticCatalogue;
