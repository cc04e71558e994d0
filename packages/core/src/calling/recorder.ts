/** What was counted of one plugin's calls. */
export interface CallCounters {
  /** Begun while counting was on. */
  calls: number;
  /** Threw, rejected, answered what was not to be answered, or was refused by a breaker, while counting was on. */
  failures: number;
  /** Took longer than they may; always counted. */
  timeouts: number;
  /** Ended after they had been given up; always counted. */
  late: number;
  /** How long its functions ran until they returned, in milliseconds. */
  selfMs: number;
  /** How long was waited for the promises that they returned, in milliseconds. */
  awaitedMs: number;
}

/** Counters and timing of calls, by plugin. */
export interface Recorder {
  /** Whether calls are counted and timed. */
  readonly isOn: boolean;
  /** Counts and times calls until what it gives is called; several may ask for it at once. */
  start(): () => void;
  /** The counters of a plugin, to be added to. */
  of(plugin: string): CallCounters;
  /** What was counted so far, by plugin. */
  readonly counters: ReadonlyMap<string, Readonly<CallCounters>>;
}

/** Makes a recorder that is off. */
export function createRecorder(): Recorder {
  const counters = new Map<string, CallCounters>();
  const users = new Set<symbol>();
  // A plain member: it is asked before each emission.
  const recorder: { isOn: boolean } & Recorder = {
    counters,
    isOn: false,
    start() {
      const user = Symbol("user");
      users.add(user);
      recorder.isOn = true;
      return () => {
        users.delete(user);
        recorder.isOn = users.size > 0;
      };
    },
    of(plugin) {
      const known = counters.get(plugin) ?? noneYet();
      counters.set(plugin, known);
      return known;
    },
  };
  return recorder;
}

function noneYet(): CallCounters {
  return { calls: 0, failures: 0, timeouts: 0, late: 0, selfMs: 0, awaitedMs: 0 };
}
