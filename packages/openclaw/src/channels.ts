import { joinPointer } from "@mortise/core/catalog";
import { diagnoseOpenclaw } from "./diagnostics.js";
import type { Fields } from "./fields/known.js";
import type { Subject } from "./subject.js";

/** Says which declared channels have config that cannot be checked. A manifest without `channelConfigs` is left alone. */
export function checkChannels({ report, at }: Subject, { channels = [], channelConfigs }: Fields): void {
  if (channelConfigs === undefined) return;
  for (const channel of channels) {
    const config = Object.hasOwn(channelConfigs, channel) ? channelConfigs[channel] : undefined;
    if (config?.schema) continue;
    const code = config ? "OPENCLAW_CHANNEL_SCHEMA_MISSING" : "OPENCLAW_CHANNEL_CONFIG_MISSING";
    report(diagnoseOpenclaw(code, { channel }, at(joinPointer("/channelConfigs", channel))));
  }
}
