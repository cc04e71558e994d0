import type { Host, HostChange, PluginWatch, WatchedChange } from "@mortise/core";

/** Changes what runs, and lets the gateway follow. Each rejects as the host's method of the same name does. */
export interface Changes {
  reload(plugin: string): Promise<HostChange>;
  enable(plugin: string): Promise<HostChange>;
  disable(plugin: string): Promise<HostChange>;
  /** Reads the config file again. */
  reloadConfig(): Promise<HostChange>;
  /** Calls a plugin's operations again at once, all or one, whatever failed before. */
  resetBreaker(plugin: string, operation?: string): void;
  /** Counts and times calls, or does no more. */
  measure(isOn: boolean): void;
  /** Takes over what is edited, as `host.watch` does; `listener` hears of each change when the gateway has followed. */
  watch(listener?: (change: WatchedChange) => void): Promise<PluginWatch>;
  /** Follows what was changed by others, as far as it was not followed yet. Resolves when it is done. */
  follow(): Promise<void>;
  /** Begins to follow where plugins and config were read anew, by whomever, and nobody said so. */
  catchUp(): void;
  /** Follows nothing any more. */
  close(): void;
}

/**
 * Makes the changes of a gateway.
 *
 * @param parts what depends on plugins and config: each is run at the start and after each change, never two at once.
 * They must find out themselves whether anything is to be done.
 */
export function createChanges(host: Host, parts: readonly (() => void | Promise<void>)[]): Changes {
  let queue = Promise.resolve();
  let isClosed = false;
  let stopMeasuring: (() => void) | undefined;
  let { controlPlane: followed } = host;
  const followNow = async (): Promise<void> => {
    followed = host.controlPlane;
    for (const part of parts) if (!isClosed) await part();
  };
  const follow = (): Promise<void> => {
    const done = queue.then(followNow);
    queue = done.catch(() => {});
    return done;
  };
  const undo = host.onChange(() => void follow().catch(() => {}));
  const whenFollowed = async (change: Promise<HostChange>): Promise<HostChange> => {
    const done = await change;
    await follow();
    return done;
  };
  return {
    reload: (plugin) => whenFollowed(host.reload(plugin)),
    enable: (plugin) => whenFollowed(host.enable(plugin)),
    disable: (plugin) => whenFollowed(host.disable(plugin)),
    reloadConfig: () => whenFollowed(host.updateConfig()),
    resetBreaker: host.resetBreaker,
    measure(isOn) {
      if (isOn) return void (stopMeasuring ??= host.measure());
      stopMeasuring?.();
      stopMeasuring = undefined;
    },
    watch: (listener) =>
      host.watch(
        (change) =>
          void follow().then(
            () => listener?.(change),
            () => {},
          ),
      ),
    follow,
    catchUp: () => void (followed !== host.controlPlane && follow().catch(() => {})),
    close() {
      isClosed = true;
      undo();
    },
  };
}
