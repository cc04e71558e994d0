import type { Vocabulary } from "../catalog/vocabulary.js";
import { joinPointer } from "../config/pointer.js";
import type { LoadedConfig } from "../config/read.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { didYouMean } from "../diagnostics/nearest.js";
import { parseTrigger, startup, triggerKinds } from "./trigger.js";

/** Says which texts of `requiredFor` are no triggers: nothing would ever be refused for them. */
export function checkRequiredFor(loaded: LoadedConfig, vocabulary: Vocabulary): readonly Diagnostic[] {
  const kinds = triggerKinds(vocabulary);
  return Object.entries(loaded.config.plugins?.entries ?? {}).flatMap(([id, { requiredFor = [] }]) =>
    requiredFor.flatMap((trigger, index) => {
      if (!("code" in parseTrigger(trigger, vocabulary))) return [];
      const [kind = ""] = trigger.split(":");
      const parameters = { trigger, suggestion: didYouMean(kind, [startup.kind, ...kinds]), kinds: kinds.join(", ") };
      const pointer = joinPointer("/plugins/entries", id, "requiredFor", index);
      return [diagnose("CONFIG_TRIGGER_UNKNOWN", parameters, { plugin: id, ...loaded.place(pointer) })];
    }),
  );
}
