import { planLabels, type PlanLabel } from "../../../packages/core/src/activation/labels.js";
import { triggerKinds } from "../../../packages/core/src/activation/trigger.js";
import { vocabularyOf } from "../../../packages/core/src/catalog/vocabulary.js";
import { gatewaySdk } from "../../../packages/sdk/src/plugin.js";
import { code, referencePage, table, type Artifact } from "./markdown.js";

const sources: Readonly<Record<PlanLabel["source"], string>> = {
  ownership: "The manifest's `provides` follows from it: the plugin owns what is named.",
  hint: "The manifest's `activation` asks for it, beyond what the plugin owns.",
  undeclarable: "The manifest's format cannot say ahead, so the code must be asked.",
  requirement: "Another plugin of the plan requires it.",
};

/** `docs/reference/activation.md`. */
export function activationPage(): Artifact {
  const vocabulary = vocabularyOf(gatewaySdk);
  return referencePage("activation", "Activation", "packages/core/src/activation/labels.ts", [
    "A plan says which plugins a trigger needs, in load order, each with its reasons, and which are left out, with why. It is " +
      "made from manifests alone: `mortise plugins plan <trigger>`, and `--ids` for the ids alone. These are the " +
      "triggers and reasons of the reference gateway.",
    "## Triggers",
    `\`startup\`, or one of these kinds and a name, as in \`provider:openai\`: ${triggerKinds(vocabulary).map(code).join(", ")}.`,
    "`provider` is an id under any capability, `capability` every provider of a kind, `slot` who holds a slot " +
      "(`slot:memory`) or a role of it (`slot:memory.recall`), `config` a dotted path of the config and all below it.",
    "## Sources of reasons",
    table(
      ["source", "meaning"],
      Object.entries(sources).map(([source, text]) => [code(source), text]),
    ),
    "## Labels",
    table(
      ["label", "source", "when"],
      planLabels(vocabulary).map(({ label, source, meaning }) => [code(label), code(source), meaning]),
    ),
  ]);
}
