/** Where a field of OpenClaw's goes. */
export interface FieldPlace {
  /** Its name, dotted; `<id>` stands for any. */
  readonly field: string;
  /** Its places in the normalised manifest, dotted; none: it has no meaning here. */
  readonly places: readonly string[];
  /** The key in `provides` that the host must have for that; without it the field only stays readable. */
  readonly key?: string;
  /** Whether it is (also) kept as it was written, under `foreign`. */
  readonly isKept: boolean;
  /** What becomes of it, or why nothing does. */
  readonly note: string;
}

/** A field whose whole meaning is in its place. */
export function moved(field: string, place: string | readonly string[], note = "", key?: string): FieldPlace {
  return { field, places: [place].flat(), isKept: false, note, ...(key !== undefined && { key }) };
}

/** A field of which a part has its place; as it was written it stays readable. */
export function partly(field: string, place: string | readonly string[], note = "", key?: string): FieldPlace {
  return { ...moved(field, place, note, key), isKept: true };
}

/** A field that has no meaning here. */
export function kept(field: string, note: string): FieldPlace {
  return { field, places: [], isKept: true, note };
}
