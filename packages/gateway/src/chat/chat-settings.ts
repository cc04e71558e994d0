import { defaultChatSettings, type ChatSettings } from "../config/settings.js";
import type { Serving } from "../serving.js";

/** The settings under `chat`, defaults in place. */
export function chatSettings({ settings }: Pick<Serving, "settings">): Required<ChatSettings> {
  return { ...defaultChatSettings, ...settings.chat };
}
