import type { Requirement } from "./requirement.js";

/** What holds of the config of the host and of plugins, and of the secrets in it. */
export const configPromises: readonly Requirement[] = [
  {
    id: "CFG-1",
    behaviour:
      "The config is found upward from the current folder, or where it is named, and may have comments, trailing commas and a byte order mark.",
    source: "issue 2, host config",
  },
  {
    id: "CFG-2",
    behaviour:
      "A broken part of the config is set aside and told with file, line, pointer, what was expected, what was found and the nearest key; the rest works.",
    source: "issue 2, host config",
  },
  {
    id: "CFG-3",
    behaviour: "A broken part of the config that may have kept a plugin out goes on keeping it out.",
    source: "decision 5",
  },
  {
    id: "CFG-4",
    behaviour:
      "A plugin that the config names and nobody has, or that was blocked, is told, each with a code of its own.",
    source: "issue 2, host config",
  },
  {
    id: "CFG-5",
    behaviour:
      "Names that reach into every object are refused wherever text is read, and nesting and size have bounds.",
    source: "design, section 11",
  },
  {
    id: "CFG-6",
    behaviour: "The folders for state, cache and plugins follow the platform's conventions and can be chosen.",
    source: "design, section 11",
  },
  {
    id: "CFG-7",
    behaviour: "The config has one JSON Schema with hints for forms, made from manifests without running code.",
    source: "issue 3, the gateway uses every surface",
  },
  {
    id: "CFG-8",
    behaviour: "What the operator says of deadlines, breakers, priorities and gates holds by plugin and by hook.",
    source: "issue 4, calling",
  },
  {
    id: "CFG-9",
    behaviour: "The application's own sections are held against their schemas, each fault with its place in the file.",
    source: "issue 3, the gateway uses every surface",
  },
  {
    id: "VAL-1",
    behaviour:
      "A plugin's config is held against its schema, gets its defaults and is frozen; what was written stays as it was.",
    source: "issue 2, plugin config",
  },
  {
    id: "VAL-2",
    behaviour:
      "A wrong value is told with pointer, what was expected, what was found and the nearest key, and never shows what may be secret.",
    source: "design, section 11",
  },
  {
    id: "VAL-3",
    behaviour:
      "A verdict is remembered by schema, config and versions, without values, and is not believed where others could have written it.",
    source: "design, section 9",
  },
  {
    id: "VAL-4",
    behaviour: "A schema that is wrong, or made to be slow, is its own plugin's matter.",
    source: "design, section 5 rule 8",
  },
  {
    id: "VAL-5",
    behaviour:
      "A required key that is missing is named with the variable that would supply it, and the variable supplies it.",
    source: "issue 2, policy",
  },
  {
    id: "VAL-6",
    behaviour: "What users set is held against the plugin's user schema, and no user sees another's.",
    source: "issue 4, per-user config",
  },
  {
    id: "VAL-7",
    behaviour: "What a manifest says it needs decides whether it is offered, without loading it.",
    source: "issue 3, ownership and selection",
  },
  {
    id: "VAL-8",
    behaviour:
      "Schemas are read as draft 2020-12, or draft-07 where they say so, and references stay within their own.",
    source: "design, section 11",
  },
  {
    id: "SEC-1",
    behaviour: "A secret reference may stand wherever a schema lets a string stand, and nowhere else.",
    source: "design, section 10",
  },
  {
    id: "SEC-2",
    behaviour: "What a reference leads to is held against the author's own schema; a file is read within its bounds.",
    source: "design, section 10",
  },
  {
    id: "SEC-3",
    behaviour: "No secret leaves the host: not in diagnostics, logs, reports, errors or telemetry.",
    source: "design, section 10",
  },
];
