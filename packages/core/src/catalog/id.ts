import { visit } from "jsonc-parser";
import { isDangerousName } from "../config/dangerous-names.js";

/** The id that a manifest gives, where it is fit to be shown, although it may not be fit to be an id. */
export function shownId(given: unknown): string | undefined {
  const isFit = typeof given === "string" && /^[^\p{Cc}\p{Cf}]{1,128}$/u.test(given) && given.trim() !== "";
  return isFit && !isDangerousName(given) ? given : undefined;
}

/** The id of a manifest that is too large to be read whole: what its beginning says. */
export function idInHead(head: string): string | undefined {
  let depth = 0;
  let key: string | undefined;
  let id: string | undefined;
  const down = () => void (depth += 1);
  const up = () => void (depth -= 1);
  try {
    visit(head, {
      onObjectBegin: down,
      onObjectEnd: up,
      onArrayBegin: down,
      onArrayEnd: up,
      onObjectProperty: (name) => void (key = depth === 1 ? name : key),
      onLiteralValue: (value: unknown) => {
        if (depth === 1 && key === "id" && typeof value === "string") id = value;
      },
    });
  } catch (error) {
    // Nested without end; what stood before that counts.
    if (!(error instanceof RangeError)) throw error;
  }
  return id;
}
