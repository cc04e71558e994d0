// What OpenClaw's SDK has for what a channel sends.

type Send = (context: never) => Promise<object> | object;

/** How a channel sends what. */
export interface Senders {
  readonly sendText?: Send;
  readonly sendMedia?: Send;
  readonly sendPoll?: Send;
}

/** A result that names its channel. */
export function attachChannelToResult<Result extends object>(
  channel: string,
  result: Result,
): Result & { channel: string } {
  return { ...result, channel };
}

/** The same for several. */
export function attachChannelToResults<Result extends object>(
  channel: string,
  results: readonly Result[],
): (Result & { channel: string })[] {
  return results.map((result) => attachChannelToResult(channel, result));
}

/** The same functions, whose results name their channel. */
export function createAttachedChannelResultAdapter(
  of: Senders & { channel: string },
): Partial<Record<keyof Senders, Send>> {
  const attach =
    (send: Send): Send =>
    async (context) =>
      attachChannelToResult(of.channel, await send(context));
  const { sendText, sendMedia, sendPoll } = of;
  return {
    ...(sendText && { sendText: attach(sendText) }),
    ...(sendMedia && { sendMedia: attach(sendMedia) }),
    ...(sendPoll && { sendPoll: attach(sendPoll) }),
  };
}

/** The adapter as it is; what it does not say of receiving is left to the plugin. */
export function defineChannelMessageAdapter<Adapter extends { receive?: unknown }>(adapter: Adapter): Adapter {
  return { ...adapter, receive: adapter.receive ?? { defaultAckPolicy: "manual", supportedAckPolicies: ["manual"] } };
}

/** A class of errors with a name of its own; with `withReason` its errors are made of a reason and a message. */
export function createChannelIngressError(
  name: string,
  options: { withReason?: boolean } = {},
): new (first: string, second?: unknown, third?: ErrorOptions) => Error {
  class IngressError extends Error {
    readonly reason?: string;
    constructor(first: string, second?: unknown, third?: ErrorOptions) {
      const hasReason = options.withReason === true && typeof second === "string";
      super(
        hasReason ? second : first,
        hasReason ? third : typeof second === "object" && second !== null ? second : undefined,
      );
      this.name = name;
      if (options.withReason === true) this.reason = first;
    }
  }
  return Object.defineProperty(IngressError, "name", { value: name, configurable: true });
}
