import { kept, moved, partly, type FieldPlace } from "./place.js";

const channel = "provides.channel.<id>";
const versions = "versions of OpenClaw, which mean nothing here";

/** The `openclaw` block of package.json, which is kept whole under `foreign["package.json"]`, and what else is read there. */
export const packagePlaces: readonly FieldPlace[] = [
  moved("engines.node", "engines.node"),
  partly("openclaw.extensions", "entry", "several are several plugins"),
  partly("openclaw.runtimeExtensions", "entry", "the built file of the entry at the same index"),
  kept("openclaw.setupEntry", "set-up never loads a plugin here"),
  kept("openclaw.runtimeSetupEntry", "set-up never loads a plugin here"),
  kept("openclaw.controlUi", "a part of OpenClaw's user interface"),
  kept("openclaw.setupFeatures", "what `setupEntry` can do"),
  kept("openclaw.plugin.id", "a guess where the manifest has no id, and it must have one"),
  partly("openclaw.plugin.label", "name", "where the manifest has none"),
  partly("openclaw.channel.id", channel, "tells which of the `channels` it is about", "channel"),
  partly("openclaw.channel.label", `${channel}.label`, "`channelConfigs` goes before it, here and below", "channel"),
  partly("openclaw.channel.blurb", `${channel}.description`, "", "channel"),
  partly("openclaw.channel.aliases", `${channel}.aliases`, "", "channel"),
  partly("openclaw.channel.preferOver", `${channel}.preferOver`, "", "channel"),
  partly("openclaw.channel.commands", `${channel}.commands`, "", "channel"),
  partly("openclaw.channel.setup", `${channel}.setup`, "", "channel"),
  partly("openclaw.channel.configuredState.env", `${channel}.availability.env`, "", "channel"),
  kept("openclaw.channel.persistedAuthState", "about OpenClaw's store of credentials"),
  kept("openclaw.channel.cliAddOptions", "options of OpenClaw's command line"),
  kept("openclaw.channel.exposure", "where OpenClaw lists the channel"),
  kept("openclaw.channel.doctorCapabilities", "a part of OpenClaw's doctor"),
  kept("openclaw.compat", versions),
  kept("openclaw.install", "how OpenClaw installs it"),
  kept("openclaw.build", versions),
];
