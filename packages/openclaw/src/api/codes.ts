import type { DiagnosticCatalogue } from "@mortise/core/catalog";

/** What can be said of a plugin of OpenClaw's while it runs here. */
export const apiCodes = {
  OPENCLAW_MEMBER_WITHOUT_COUNTERPART: {
    level: "advisory",
    message: "The plugin uses api.{member}, which has no counterpart here: {reason}. The rest of the plugin works.",
    help: "Nothing is to be done where the plugin is of use without it; else ask its author for a native plugin.",
  },
  OPENCLAW_MEMBER_REMOVED: {
    level: "error",
    message: "The plugin calls api.{member}, which OpenClaw itself has removed.",
    help: "api.{member} was removed; the plugin must use {instead}. Look for a newer version of it.",
  },
  OPENCLAW_MEMBER_UNKNOWN: {
    level: "error",
    message: "The plugin calls api.{member}, which is not there.{suggestion}",
    help: "It may be written for another version of OpenClaw; this one follows {version}.",
  },
  OPENCLAW_REGISTRATION_LEFT_OUT: {
    level: "warning",
    message: "What api.{member} was given is left out: {reason}",
    help: "The rest of the plugin works. Report it to the plugin's author.",
  },
  OPENCLAW_ID_REWRITTEN: {
    level: "advisory",
    message: 'The {kind} "{written}" is called "{id}" here.',
    help: "Ids have letters, digits and single separators. Use the name that is given.",
  },
  OPENCLAW_TOOL_UNDECLARED: {
    level: "warning",
    message: 'The plugin registered the tool "{tool}", which contracts.tools does not list; it was kept.',
    help: 'Add "{tool}" to contracts.tools in openclaw.plugin.json. OpenClaw itself drops the tool.',
  },
  OPENCLAW_HOOK_UNKNOWN: {
    level: "warning",
    message: 'The plugin listens to "{hook}", which is no hook of OpenClaw; it is ignored.{suggestion}',
    help: "The known hooks are in the compatibility table of the docs.",
  },
  OPENCLAW_HOOK_NEVER_CALLED: {
    level: "advisory",
    message: 'The plugin listens to "{hook}", which is never called here: {reason}.',
    help: 'Its handler is kept under "{kept}". The rest of the plugin works.',
  },
  OPENCLAW_HOOK_NAMELESS: {
    level: "error",
    message: "api.registerHook was called without a name for {events}.",
    help: 'Give it a name: api.registerHook(events, handler, { name: "…" }). OpenClaw demands it, too.',
  },
  OPENCLAW_RUNTIME_MEMBER_MISSING: {
    level: "error",
    message: "api.{member} was called, and this host has nothing that could stand in for it.",
    help: "It is a part of OpenClaw itself. What there is stands in the compatibility table of the docs.",
  },
  OPENCLAW_CONFIG_WRITE_REFUSED: {
    level: "error",
    message: "api.runtime.config.{member} was called; plugins do not write the config here.",
    help: "Change the config file by hand; a host that watches it takes the change over at once.",
  },
} as const satisfies DiagnosticCatalogue;
