import { Type, type Static } from "typebox";

// Every key, those with a line break in them included, which the pattern that TypeBox chooses leaves out.
const Key = Type.String({ pattern: "^[\\s\\S]*$" });
const closed = { additionalProperties: false } as const;
// Ajv counts code points for maxLength with a helper of its own; a pattern keeps the compiled validator free of imports.
const Id = Type.String({
  pattern: "^(?=.{1,128}$)[a-z0-9]+(?:[-_./][a-z0-9]+)*$",
  description: "a-z and 0-9 with single - _ . or / between, at most 128 characters",
});
const Text = Type.String({ pattern: "\\S", description: "not blank" });
const Range = Type.String({ pattern: "\\S", description: "a semver range" });

const UiHintSchema = Type.Object(
  {
    label: Type.Optional(Type.String({ description: "What the field is called." })),
    help: Type.Optional(Type.String({ description: "One sentence for whoever fills it in." })),
    placeholder: Type.Optional(Type.String({ description: "An example value." })),
    sensitive: Type.Optional(Type.Boolean({ description: "The value is never shown." })),
    advanced: Type.Optional(Type.Boolean({ description: "Shown only when asked for." })),
    group: Type.Optional(Type.String({ description: "Title of the section of a form that it stands in." })),
    order: Type.Optional(Type.Number({ description: "Place in the form; smaller goes first." })),
    tags: Type.Optional(Type.Array(Type.String(), { description: "Words to find it by." })),
  },
  closed,
);

const LocaleSchema = Type.Object(
  {
    name: Type.Optional(Type.String({ description: "The plugin's name." })),
    description: Type.Optional(Type.String({ description: "What the plugin does." })),
    ui: Type.Optional(
      Type.Record(
        Key,
        Type.Object(
          {
            label: Type.Optional(Type.String()),
            help: Type.Optional(Type.String()),
            placeholder: Type.Optional(Type.String()),
          },
          closed,
        ),
        { description: "Config keys (dotted) to their texts." },
      ),
    ),
  },
  closed,
);

/** `mortise.plugin.json`. */
export const ManifestSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: "Address of this schema, for editors." })),
    id: Type.Unsafe<string>({
      ...Id,
      description: "The plugin's id: a-z and 0-9 with single - _ . or / between, at most 128 characters.",
    }),
    name: Type.Optional(Type.Unsafe<string>({ ...Text, description: "The plugin's name, for people." })),
    description: Type.Optional(Type.String({ description: "One sentence about what the plugin does." })),
    version: Type.Optional(Type.Unsafe<string>({ ...Text, description: "The plugin's version." })),
    icon: Type.Optional(
      Type.Unsafe<string>({ ...Text, description: "Path of an image in the plugin's folder, or an https address." }),
    ),
    categories: Type.Optional(
      Type.Array(Type.String({ pattern: "^[a-z0-9]+(?:-[a-z0-9]+)*$", description: "a slug such as media" }), {
        description: "What to file the plugin under.",
      }),
    ),
    locales: Type.Optional(
      Type.Record(Key, LocaleSchema, { description: "Language (BCP 47) to the plugin's texts in it." }),
    ),
    engines: Type.Optional(
      Type.Object(
        {
          mortise: Type.Optional(
            Type.Unsafe<string>({ ...Range, description: "Range of SDK API versions the plugin is written for." }),
          ),
          node: Type.Optional(
            Type.Unsafe<string>({ ...Range, description: "Range of Node versions the plugin runs on." }),
          ),
        },
        { ...closed, description: "What the plugin needs; unmet, it is kept out and both versions are named." },
      ),
    ),
    provides: Type.Optional(
      Type.Record(Key, Type.Union([Type.Array(Text), Type.Record(Key, Type.Record(Key, Type.Unknown()))]), {
        description: "What the plugin owns: capability kind or surface to ids, or to ids with metadata such as models.",
      }),
    ),
    configSchema: Type.Optional(
      Type.Record(Key, Type.Unknown(), {
        description:
          "JSON Schema (2020-12, or draft-07 where $schema says so) of plugins.entries.<id>.config. Absent: the plugin takes no config.",
      }),
    ),
    userConfigSchema: Type.Optional(
      Type.Record(Key, Type.Unknown(), { description: "JSON Schema of what each user may set." }),
    ),
    configSubscriptions: Type.Optional(
      Type.Array(Text, {
        description: "Scopes of the application's config whose changes the plugin wants to hear of.",
      }),
    ),
    ui: Type.Optional(
      Type.Record(Key, UiHintSchema, { description: "How config keys are shown; dotted paths, * for any segment." }),
    ),
    setup: Type.Optional(
      Type.Object(
        {
          env: Type.Optional(
            Type.Record(Key, Type.Union([Text, Type.Array(Text)]), {
              description: "Config key (dotted) to the environment variable, or variables, that supply it.",
            }),
          ),
        },
        { ...closed, description: "Where missing config may come from." },
      ),
    ),
    activation: Type.Optional(
      Type.Object(
        {
          onStartup: Type.Optional(Type.Boolean({ description: "Load when the host starts." })),
          on: Type.Optional(
            Type.Array(
              Type.String({ pattern: "^[a-z][a-z-]*:.+$", description: "a trigger such as provider:openai" }),
              { description: "Further triggers that load the plugin, besides those that follow from provides." },
            ),
          ),
          enabledBy: Type.Optional(
            Type.Array(
              Type.String({ pattern: "^[a-z][a-z-]*:.+$", description: "a trigger such as provider:openai" }),
              { description: "Further triggers that turn the plugin on when the config mentions them." },
            ),
          ),
        },
        { ...closed, description: "When to load, beyond what follows from provides." },
      ),
    ),
    requires: Type.Optional(
      Type.Record(Key, Range, { description: "Ids of plugins that must run, each with a range of their versions." }),
    ),
    conflicts: Type.Optional(
      Type.Record(Key, Range, {
        description: "Ids of plugins that must not run beside this one, each with a range of their versions.",
      }),
    ),
    permissions: Type.Optional(
      Type.Record(Key, Type.Union([Type.Literal(true), Type.Array(Text)]), {
        description:
          "What the plugin asks to be allowed: permission to true, or to the names it is limited to. Recorded, not enforced.",
      }),
    ),
    legacyIds: Type.Optional(
      Type.Array(Id, { description: "Ids the plugin had before; config that names one of them means this plugin." }),
    ),
    after: Type.Optional(Type.Array(Id, { description: "Ids of plugins that go before this one, where they run." })),
    before: Type.Optional(Type.Array(Id, { description: "Ids of plugins that go after this one, where they run." })),
    enabledByDefault: Type.Optional(
      Type.Boolean({
        description: "On without being configured. Only honoured for plugins that come with the application.",
      }),
    ),
  },
  {
    $id: "mortise.plugin.schema.json",
    title: "Mortise plugin manifest",
    description: "mortise.plugin.json: what a plugin is and provides, read without running it.",
    additionalProperties: false,
  },
);

/** `mortise.plugin.json`, as it is written. */
export type ManifestFile = Static<typeof ManifestSchema>;
