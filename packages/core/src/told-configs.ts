import type { PluginInstance } from "./loading/instance.js";

/** Counts the changes of config that plugins were told of. */
let versions = 0;

/** What instances took over of changed config while a change is prepared, so that it can be taken back. */
export class ToldConfigs {
  readonly #before = new Map<PluginInstance, ReadonlyMap<string, unknown>>();

  /** Tells an instance of a scope's config; false where it is to be loaded anew. `before`: what it had. */
  async tell(instance: PluginInstance, scope: string, now: unknown, before: unknown): Promise<boolean> {
    if (!(await instance.updateConfig(scope, now, ++versions))) return false;
    this.#before.set(instance, new Map(this.#before.get(instance)).set(scope, before));
    return true;
  }

  /** An instance that runs on as it was hears of the config that it runs on with. */
  async tellBack(instance: PluginInstance): Promise<void> {
    const told = this.#before.get(instance) ?? [];
    this.#before.delete(instance);
    for (const [scope, config] of told) await instance.updateConfig(scope, config, ++versions);
  }
}
