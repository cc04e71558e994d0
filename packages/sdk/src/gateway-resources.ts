import { defineResource } from "./contract.js";

/** What manifests and bundles bring without any code, in the reference gateway. */
export const gatewayResources = [
  /** Instructions that an agent reads when it needs them: a folder with a `SKILL.md`. */
  defineResource({ kind: "skill", key: "skills", metadata: ["name", "path", "license"] }),
  /** A command whose text is a prompt: a markdown file. */
  defineResource({
    kind: "prompt-command",
    key: "bundle-commands",
    metadata: ["name", "path", "argumentHint", "model"],
  }),
  /** The description of an agent: a markdown file. */
  defineResource({ kind: "agent", key: "agents", metadata: ["name", "path", "model", "tools"] }),
  /** How answers are to be worded: a markdown file. */
  defineResource({ kind: "output-style", key: "output-styles", metadata: ["name", "path"] }),
  /** Hooks in another system's form. */
  defineResource({ kind: "hook-pack", key: "hook-packs", metadata: ["name", "path", "pointer", "event", "handlers"] }),
  /** How a server of the Model Context Protocol is reached. */
  defineResource({
    kind: "mcp-server",
    key: "mcp-servers",
    metadata: ["name", "path", "pointer", "command", "args", "cwd", "url", "env", "headers", "variables", "type"],
  }),
  /** How a language server is started. */
  defineResource({
    kind: "lsp-server",
    key: "lsp-servers",
    metadata: [
      "name",
      "path",
      "pointer",
      "command",
      "args",
      "cwd",
      "url",
      "env",
      "headers",
      "variables",
      "type",
      "extensionToLanguage",
    ],
  }),
  /** Settings in another system's form. */
  defineResource({
    kind: "settings-file",
    key: "settings-files",
    metadata: ["name", "path", "keys"],
    ownership: "shared",
  }),
  /** Rules for agents: a markdown file. */
  defineResource({ kind: "rule", key: "rules", metadata: ["name", "path", "globs", "alwaysApply"] }),
  /** An application in another system's form. */
  defineResource({ kind: "app", key: "apps", metadata: ["name", "path", "pointer", "app"] }),
  /**
   * A hook of the plugin's own, `plugin-id:name`, with its `kind` and `merge` as metadata; others listen to it with
   * `api.on`, and the plugin calls it with `api.emit`.
   */
  defineResource({
    kind: "custom-hook",
    key: "customHooks",
    metadata: ["kind", "merge", "deadlineMs", "summary"],
    idPattern: /^(?=.{1,128}$)[a-z0-9]+(?:[-_./][a-z0-9]+)*:[a-z0-9]+(?:[-_.][a-z0-9]+)*$/i,
  }),
] as const;
