import { defineResource } from "./contract.js";

/** What manifests and bundles bring without any code, in the reference gateway. */
export const gatewayResources = [
  /** Instructions that an agent reads when it needs them: a folder with a `SKILL.md`. */
  defineResource({ kind: "skill", key: "skills" }),
  /** A command whose text is a prompt: a markdown file. */
  defineResource({ kind: "prompt-command", key: "bundle-commands" }),
  /** The description of an agent: a markdown file. */
  defineResource({ kind: "agent", key: "agents" }),
  /** How answers are to be worded: a markdown file. */
  defineResource({ kind: "output-style", key: "output-styles" }),
  /** Hooks in another system's form. */
  defineResource({ kind: "hook-pack", key: "hook-packs" }),
  /** How a server of the Model Context Protocol is reached. */
  defineResource({ kind: "mcp-server", key: "mcp-servers" }),
  /** How a language server is started. */
  defineResource({ kind: "lsp-server", key: "lsp-servers" }),
  /** Settings in another system's form. */
  defineResource({ kind: "settings-file", key: "settings-files", ownership: "shared" }),
  /** Rules for agents: a markdown file. */
  defineResource({ kind: "rule", key: "rules" }),
  /** An application in another system's form. */
  defineResource({ kind: "app", key: "apps" }),
  /**
   * A hook of the plugin's own, `plugin-id:name`, with its `kind` and `merge` as metadata; others listen to it with
   * `api.on`, and the plugin calls it with `api.emit`.
   */
  defineResource({
    kind: "custom-hook",
    key: "customHooks",
    idPattern: /^(?=.{1,128}$)[a-z0-9]+(?:[-_./][a-z0-9]+)*:[a-z0-9]+(?:[-_.][a-z0-9]+)*$/i,
  }),
] as const;
