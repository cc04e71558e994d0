/** A promise of the product. */
export interface Requirement {
  /** Short, by area, and never used for another promise: `OWN-2`. Tests cite it in their titles, as `[OWN-2]`. */
  readonly id: string;
  /** What holds, in one sentence. */
  readonly behaviour: string;
  /** Where it was promised: a section of the design, an issue or a decision, by name. */
  readonly source: string;
}
