import { foldId } from "./catalog/candidate.js";
import { diagnose } from "./diagnostics/catalogue.js";
import { MortiseError } from "./diagnostics/error.js";
import { LoadBatch, type AwaitedPlugin, type OnLoadRun } from "./loading/load-batch.js";

/** A plugin that is being loaded. */
export interface AskedPlugin extends AwaitedPlugin {
  /** Resolves when the plugin is there or failed, whatever its batch still waits for. */
  readonly done: Promise<void>;
  /** It is there, or failed. */
  land(): void;
  /** It is not loaded after all. */
  giveUp(error: unknown): void;
}

/** Loads a batch; `land` is to be called for each plugin, by its id, as soon as it is there or failed. */
type LoadNow = (batch: LoadBatch, land: (id: string) => void) => Promise<void>;

/** The plugins that are being loaded. Whoever asks for one of them waits for the same load. Ids are folded by it. */
export class AskedPlugins {
  readonly #asked = new Map<string, AskedPlugin>();
  readonly #running = new Set<Promise<void>>();

  has(id: string): boolean {
    return this.#asked.has(foldId(id));
  }

  /** Those of these plugins that are being loaded. */
  among(ids: readonly string[]): readonly AskedPlugin[] {
    return ids.flatMap((id) => this.#asked.get(foldId(id)) ?? []);
  }

  /** Begins to load plugins together; `others`: for what they wait. */
  begin(
    plugins: readonly { readonly id: string }[],
    others: readonly AskedPlugin[],
    loadNow: LoadNow,
  ): readonly AskedPlugin[] {
    const batch = new LoadBatch(plugins.map(({ id }) => foldId(id)));
    for (const other of others) batch.waitFor(other);
    const begun = new Map([...batch.ids].map((id) => [id, beginOne(batch)] as const));
    for (const [id, plugin] of begun) this.#asked.set(id, plugin);
    const done = loadNow(batch, (id) => begun.get(foldId(id))?.land());
    this.#running.add(done);
    const end = (tell: (plugin: AskedPlugin) => void) => {
      batch.end();
      this.#running.delete(done);
      for (const [id, plugin] of begun) {
        // Whoever asks later looks at what is loaded and what failed.
        if (this.#asked.get(id) === plugin) this.#asked.delete(id);
        tell(plugin);
      }
    };
    done.then(
      () => end((plugin) => plugin.land()),
      (error: unknown) => end((plugin) => plugin.giveUp(error)),
    );
    return [...begun.values()];
  }

  /** Whoever asks for these from now on does not wait for what was begun. */
  forget(ids: Iterable<string>): void {
    for (const id of ids) this.#asked.delete(foldId(id));
  }

  /** Throws `RUNTIME_NOT_READY` where an `onLoad` asks for a plugin that is not there before that `onLoad` is done. */
  refuseCircle({ plugin, batch }: OnLoadRun, ids: readonly string[]): void {
    const comesAfter = (id: string) =>
      batch.ids.has(foldId(id)) || this.#asked.get(foldId(id))?.batch.needs(batch) === true;
    const needed = ids.find(comesAfter);
    if (needed === undefined) return;
    throw new MortiseError(diagnose("RUNTIME_NOT_READY", { id: plugin, needed }, { plugin }));
  }

  /** Resolves when nothing is being loaded. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }
}

function beginOne(batch: LoadBatch): AskedPlugin {
  let [land, giveUp]: [() => void, (error: unknown) => void] = [() => {}, () => {}];
  const done = new Promise<void>((resolve, reject) => ([land, giveUp] = [resolve, reject]));
  // It may be that nobody asks.
  done.catch(() => {});
  const plugin = {
    batch,
    done,
    hasLanded: false,
    land() {
      plugin.hasLanded = true;
      land();
    },
    giveUp(error: unknown) {
      plugin.hasLanded = true;
      giveUp(error);
    },
  };
  return plugin;
}
