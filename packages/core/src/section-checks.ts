import { foldId } from "./catalog/candidate.js";
import type { JsonSchema, UiHint } from "./catalog/manifest.js";
import { channelSettings, channelsSection, type ChannelSettings } from "./channel-settings.js";
import { joinPointer } from "./config/pointer.js";
import type { ControlPlane } from "./control-plane.js";
import type { Diagnostic } from "./diagnostics/diagnostic.js";
import { checkSection, type ConfigSection } from "./validation/section.js";

/** A section of the config that belongs to the application. */
export interface ApplicationSection {
  /** Secret references may stand only where it says so. */
  readonly schema: JsonSchema;
  /** What follows where the section does not hold, as a sentence. */
  readonly consequence: string;
}

/**
 * Holds the application's sections, and the settings of every channel that a manifest describes, against their schemas:
 * the same that `mergedConfigSchema` is made of. A channel with `enabled: false` is passed over, as it is when it would
 * be configured. Runs nothing; what schemas said is remembered, so that it costs nothing the next time.
 *
 * @returns what does not hold, with its place in the config file; and that verdicts cannot be remembered, if that is news
 */
export async function checkSections(
  controlPlane: ControlPlane,
  sections: Readonly<Record<string, ApplicationSection>>,
): Promise<readonly Diagnostic[]> {
  const { loaded, checks } = controlPlane;
  const { secrets: sources, redactor, store } = checks;
  const shared = { place: loaded.place, secrets: { sources, redactor }, store };
  const own = Object.entries(sections).flatMap(([name, { schema, consequence }]): readonly Held[] => {
    const section = { ...shared, pointer: joinPointer("", name), what: `the section "${name}"`, consequence };
    return [{ schema, value: loaded.sections[name], section: { ...section, references: "as-written" } }];
  });
  const held = [...own, ...channelsHeld(controlPlane, shared)].filter(({ value }) => value !== undefined);
  const found: Diagnostic[] = [];
  for (const { schema, value, section } of held) {
    found.push(...(await checkSection(schema, value, section)).diagnostics);
  }
  const unwritable = await store.flush();
  const isNews = unwritable && !controlPlane.diagnostics.some(({ code }) => code === unwritable.code);
  return (isNews ? [...found, unwritable] : found).map(redactor.diagnostic);
}

/** A part of the config and what it is held against. */
interface Held {
  readonly schema: JsonSchema;
  readonly value: unknown;
  readonly section: ConfigSection;
}

function channelsHeld(
  controlPlane: ControlPlane,
  shared: Pick<ConfigSection, "place" | "secrets" | "store">,
): readonly Held[] {
  const channels = controlPlane.loaded.sections[channelsSection];
  if (channels === undefined) return [];
  const consequence = "The channel is not configured.";
  if (typeof channels !== "object" || channels === null || Array.isArray(channels)) {
    const section = { ...shared, pointer: joinPointer("", channelsSection), what: "the channels" };
    return [
      {
        schema: { type: "object" },
        value: channels,
        section: { ...section, consequence: "No channel is configured." },
      },
    ];
  }
  const described = channelSettings(controlPlane);
  return Object.entries(channels).flatMap(([id, value]): readonly Held[] => {
    const settings = settingsOf(id, described);
    if (!settings || isOff(value)) return [];
    const { plugin, schema } = settings;
    const ui = settings.ui as Readonly<Record<string, UiHint>>;
    const pointer = joinPointer("", channelsSection, id);
    return [{ schema, value, section: { ...shared, pointer, what: `the channel "${id}"`, consequence, plugin, ui } }];
  });
}

function settingsOf(name: string, described: readonly ChannelSettings[]): ChannelSettings | undefined {
  const isMeant = (id: string) => foldId(id) === foldId(name);
  return described.find(({ id }) => isMeant(id)) ?? described.find(({ aliases }) => aliases.some(isMeant));
}

function isOff(value: unknown): boolean {
  return typeof value === "object" && value !== null && (value as { enabled?: unknown }).enabled === false;
}
