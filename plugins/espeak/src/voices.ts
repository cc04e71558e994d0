import { CapabilityError, type Voice } from "@mortise/sdk";

/** The voices that eSpeak NG was built with. */
export interface VoiceList {
  readonly voices: readonly Voice[];
  /** Ways of speaking that any voice can take on, for example `f3` in `en-us+f3`. */
  readonly variants: readonly string[];
}

// Priority, language, age and gender, name (underscores for spaces), file.
const row = /^\s*\d+\s+(\S+)\s+\S+\s+(\S+)\s+(\S+)/;

/** Reads what `--voices` prints: a heading, then a row for each voice. The first voice of a language counts. */
export function parseVoices(lines: readonly string[]): readonly Voice[] {
  const byLanguage = new Map<string, Voice>();
  for (const line of lines) {
    const [, language, name] = row.exec(line) ?? [];
    if (language === undefined || name === undefined || byLanguage.has(language)) continue;
    byLanguage.set(language, { id: language, name: name.replaceAll("_", " "), language });
  }
  return [...byLanguage.values()];
}

/** Reads what `--voices=variant` prints: the names of the variants. */
export function parseVariants(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    const file = row.exec(line)?.[3];
    return file?.startsWith("!v/") ? [file.slice(3)] : [];
  });
}

/**
 * The id of the voice that `wanted` names, in eSpeak NG's own spelling; capitals do not matter. eSpeak NG itself would
 * take the nearest file for a name it does not know, and say nothing. Throws `not-found`.
 */
export function findVoice(wanted: string, { voices, variants }: VoiceList): string {
  const [base = "", variant, ...rest] = wanted.toLowerCase().split("+");
  const voice = voices.find(({ id }) => id.toLowerCase() === base);
  const manner = variants.find((name) => name.toLowerCase() === variant);
  if (voice === undefined || rest.length > 0 || (variant !== undefined && manner === undefined)) {
    throw new CapabilityError(
      `eSpeak NG has no voice ${JSON.stringify(wanted)}. Its voices are languages such as "en-us" or "de", with a ` +
        `variant where one is wanted: "en-us+f3".`,
      { code: "not-found" },
    );
  }
  return manner === undefined ? voice.id : `${voice.id}+${manner}`;
}

/** The voices of a language and its regions: `en` finds `en-us`; all of them without a language. */
export function voicesOf(language: string | undefined, voices: readonly Voice[]): readonly Voice[] {
  if (language === undefined) return voices;
  const wanted = language.toLowerCase();
  return voices.filter(({ id }) => id.toLowerCase() === wanted || id.toLowerCase().startsWith(`${wanted}-`));
}
