import type { Channel } from "@mortise/sdk";
import { methodOf, textOf } from "../reading.js";
import { accountOf, type ChannelSubject } from "./channel-subject.js";

type Readiness = NonNullable<Channel["readiness"]>;

/** Asks a channel whether its default account is configured and enabled. */
export function readinessOf(subject: ChannelSubject): Readiness {
  const { config } = subject.theirs;
  const isConfigured = methodOf(config, "isConfigured");
  const isEnabled = methodOf(config, "isEnabled");
  return async () => {
    const { cfg, account, accountId } = accountOf(subject);
    if (isEnabled && isEnabled(account, cfg) === false) {
      return { isReady: false, detail: textOf(methodOf(config, "disabledReason")?.(account, cfg)) ?? "it is disabled" };
    }
    if (isConfigured && (await isConfigured(account, cfg)) === false) {
      const reason = textOf(methodOf(config, "unconfiguredReason")?.(account, cfg));
      return { isReady: false, detail: reason ?? `the account "${accountId}" is not configured` };
    }
    return { isReady: true };
  };
}
