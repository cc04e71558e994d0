import {
  CapabilityError,
  type CallContext,
  type CallEvent,
  type CallQuestion,
  type CallScope,
  type JsonValue,
} from "@mortise/sdk";

/** What a test says about a call; all of it may be left out. */
export interface CallContextOptions<Config, UserConfig> extends CallScope {
  /** Never aborted unless given. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; handed on and not kept to: a test aborts through `signal`. */
  readonly deadlineMs?: number;
  /** `{}` unless given. The context carries a frozen copy. */
  readonly config?: Config;
  /** `{}` unless given. The context carries a frozen copy. */
  readonly userConfig?: UserConfig;
  /** Answers in the user's place; without it `ask` rejects with `unsupported`. */
  readonly answer?: (question: CallQuestion, signal: AbortSignal) => JsonValue | Promise<JsonValue>;
}

/** The context of a call that a test makes, with what the plugin told its caller. */
export interface TestCallContext<Config, UserConfig> extends CallContext<Config, UserConfig> {
  /** What was emitted so far, the first first. */
  readonly events: readonly CallEvent[];
}

type Settings = Readonly<Record<string, unknown>>;

/**
 * A whole `CallContext`, for calling a plugin's function without a host:
 * `await provider.search({ query: "tenon" }, callContext())`.
 */
export function callContext<Config = Settings, UserConfig = Settings>(
  given: CallContextOptions<Config, UserConfig> = {},
): TestCallContext<Config, UserConfig> {
  const { answer, signal = new AbortController().signal, config, userConfig, ...rest } = given;
  const events: CallEvent[] = [];
  return {
    ...rest,
    signal,
    config: frozenCopy(config ?? {}) as Config,
    userConfig: frozenCopy(userConfig ?? {}) as UserConfig,
    emit: (event) => void events.push(event),
    ask: (question) => ask(question, signal, answer),
    events,
  };
}

async function ask(
  question: CallQuestion,
  signal: AbortSignal,
  answer: CallContextOptions<unknown, unknown>["answer"],
): Promise<JsonValue> {
  if (!answer) throw new CapabilityError(`Nobody is there to answer: ${question.message}`, { code: "unsupported" });
  return beforeAbort(signal, async () => answer(question, signal));
}

/** What `run` gives, unless the signal is aborted first. */
function beforeAbort<Value>(signal: AbortSignal, run: () => Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new CapabilityError("The call was aborted", { code: "aborted" }));
    if (signal.aborted) return giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    void run()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", giveUp));
  });
}

function frozenCopy(value: unknown): unknown {
  const copy = structuredClone(value);
  freeze(copy);
  return copy;
}

function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  Object.freeze(value);
  for (const member of Object.values(value)) freeze(member);
}
