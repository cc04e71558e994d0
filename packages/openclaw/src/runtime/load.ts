// What runs OpenClaw's plugins. Imported when the first of them is loaded, and by nothing that only reads.
import type { FormatRuntime } from "@mortise/core/catalog";
import type { PluginApi } from "@mortise/sdk";
import { adaptPlugin } from "../api/index.js";
import { lendsModule, lentModule, offerOwnModules } from "../plugin-sdk/index.js";
import type { Compat } from "../subject.js";

/** How OpenClaw's plugins run: with its SDK lent to them, and core's `api` given in its form. */
export function openclawRuntime(compat: Compat): FormatRuntime {
  return {
    lends: lendsModule,
    lend: lentModule,
    adapt(namespace, plugin, host) {
      const adapted = adaptPlugin(namespace, plugin, host, compat);
      return {
        ...adapted,
        register(native: PluginApi) {
          // Where several hosts have the plugin, the one whose `register` runs evaluates what it asks for.
          offerOwnModules(plugin.root, host.require);
          return adapted.register(native);
        },
      };
    },
  };
}
