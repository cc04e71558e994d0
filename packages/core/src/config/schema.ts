import { Type, type Static } from "typebox";

const id = Type.String({ pattern: "^[A-Za-z0-9@][A-Za-z0-9@_./:-]{0,127}$", description: "a plugin's id" });
// Every key, those with a line break in them included, which the pattern that TypeBox chooses leaves out.
const Key = Type.String({ pattern: "^[\\s\\S]*$" });
const closed = { additionalProperties: false } as const;

const longestDeadlineMs = 600_000;
const deadline = (description: string) => Type.Integer({ minimum: 1, maximum: longestDeadlineMs, description });

/** `plugins.breaker` and `plugins.entries.<id>.breaker`. */
const BreakerSchema = Type.Object(
  {
    failures: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_000_000,
        description: "So many failures in a row stop further calls; 5 unless given.",
      }),
    ),
    cooldownMs: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 86_400_000,
        description:
          "How long calls are stopped before one is let through to try, in milliseconds; 30000 unless given.",
      }),
    ),
  },
  { ...closed, description: "When calls of a plugin that keeps failing are stopped for a while." },
);

/** `plugins.entries.<id>.hooks.<hook>`. */
const PluginHookSchema = Type.Object(
  {
    enabled: Type.Optional(Type.Boolean({ description: "false: the plugin's handler of this hook is not called." })),
    deadlineMs: Type.Optional(deadline("How long one call of this handler may take, in milliseconds.")),
    priority: Type.Optional(Type.Number({ description: "Takes the place of the handler's own; higher runs earlier." })),
  },
  { ...closed, description: "What the operator says of the plugin's handler of one hook." },
);

/** `plugins.hooks.<hook>`. */
const HookRulesSchema = Type.Object(
  {
    deadlineMs: Type.Optional(deadline("How long one handler of this hook may take, in milliseconds.")),
    required: Type.Optional(
      Type.Array(id, { description: "Without a handler of each of these plugins the gate refuses." }),
    ),
    waive: Type.Optional(
      Type.Array(id, { description: "The gate goes on where one of these plugins failed to load." }),
    ),
  },
  { ...closed, description: "What the operator says of one hook." },
);

/** `plugins.entries.<id>`. */
const PluginEntrySchema = Type.Object(
  {
    enabled: Type.Optional(Type.Boolean({ description: "Turns the plugin on or off." })),
    config: Type.Optional(
      Type.Record(Key, Type.Unknown(), { description: "The plugin's config, as its configSchema says." }),
    ),
    required: Type.Optional(
      Type.Boolean({
        description: 'The host refuses to start without this plugin; the same as requiredFor ["startup"].',
      }),
    ),
    requiredFor: Type.Optional(
      Type.Array(Type.String(), {
        description:
          "Triggers (`startup`, `slot:memory`, `channel:telegram`) that fail where this plugin does not run.",
      }),
    ),
    onFailure: Type.Optional(
      Type.Enum(["continue", "quarantine", "abort"], {
        description:
          "What follows when the plugin fails to load: the others go on (`continue`, the default); it is not tried again before it changes or is released (`quarantine`); the host does not start (`abort`).",
      }),
    ),
    deadlineMs: Type.Optional(deadline("How long one call of the plugin may take, in milliseconds.")),
    hooks: Type.Optional(Type.Record(Key, PluginHookSchema, { description: "The plugin's handlers, by hook." })),
    breaker: Type.Optional(BreakerSchema),
  },
  { ...closed, description: "What the operator says of one plugin." },
);

/** `plugins`. */
const PluginsSchema = Type.Object(
  {
    enabled: Type.Optional(Type.Boolean({ description: "false: no plugin runs." })),
    allow: Type.Optional(
      Type.Array(id, { description: "When set, only these plugins may run. It trusts ids, not where they come from." }),
    ),
    deny: Type.Optional(Type.Array(id, { description: "These plugins never run." })),
    load: Type.Optional(
      Type.Object(
        {
          paths: Type.Optional(
            Type.Array(Type.String({ pattern: "." }), {
              description:
                "Plugin folders, folders of plugins, files or globs, relative to this file. Naming a path is consent to run it.",
            }),
          ),
        },
        { ...closed, description: "Where further plugins are." },
      ),
    ),
    slots: Type.Optional(
      Type.Record(Key, Type.Union([id, Type.Null()]), {
        description: "Which plugin fills a slot (`memory`) or a role of one (`memory.recall`); null for none.",
      }),
    ),
    owners: Type.Optional(
      Type.Record(Key, id, {
        description: "Which plugin owns an id that several provide: `speech:espeak` to a plugin's id.",
      }),
    ),
    conflicts: Type.Optional(
      Type.Union([Type.Literal("overrule"), Type.Literal("fail")], {
        description:
          "What becomes of a plugin that wants an id which another owns: overrule (the default) leaves that id out, fail keeps the plugin out.",
      }),
    ),
    order: Type.Optional(
      Type.Record(Key, Type.Array(Type.String()), {
        description: "In which order the providers of a capability are asked.",
      }),
    ),
    hooks: Type.Optional(Type.Record(Key, HookRulesSchema, { description: "Hooks by name." })),
    breaker: Type.Optional(BreakerSchema),
    entries: Type.Optional(Type.Record(Key, PluginEntrySchema, { description: "Plugins by id." })),
  },
  { ...closed, description: "Which plugins run, and with what config." },
);

/** `mortise.jsonc`. Sections of the application itself stand beside `plugins`. */
export const HostConfigSchema = Type.Object(
  { $schema: Type.Optional(Type.String()), plugins: Type.Optional(PluginsSchema) },
  { $id: "mortise.schema.json", title: "Mortise host config", additionalProperties: true },
);

/** The plugin part of the host config, as it is written. */
export type HostConfig = Static<typeof HostConfigSchema>;

/** What the operator says of one plugin. */
export type PluginEntryConfig = Static<typeof PluginEntrySchema>;
