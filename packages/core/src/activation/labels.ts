import type { Vocabulary } from "../catalog/vocabulary.js";
import type { PlanReason } from "./reasons.js";
import { startup, triggerKinds } from "./trigger.js";

/** A label that a plan's reasons may have; `<key>` and `<id>` stand for what differs. */
export interface PlanLabel extends PlanReason {
  /** When it is given, for the reference page. */
  readonly meaning: string;
}

/** Every label that plans of a host with this vocabulary may have, for the reference page. */
export function planLabels(vocabulary: Vocabulary): readonly PlanLabel[] {
  const { byKind } = vocabulary;
  const kinds = triggerKinds(vocabulary);
  const contracts = [...byKind.values()].filter(({ declaredBy }) => declaredBy === "code");
  const hints = [startup.kind, ...kinds].map((kind) => hintLabel(kind));
  const owners = contracts.map(({ kind, key }) =>
    owned(`manifest-${kind}-owner`, `\`provides.${key}\` has what is named`),
  );
  const aliases = contracts.flatMap(({ kind, key, aliasField }) =>
    aliasField === undefined
      ? []
      : [owned(`manifest-${kind}-alias`, `something in \`provides.${key}\` lists the name in its \`${aliasField}\``)],
  );
  return [
    ...owners,
    ...aliases,
    owned("manifest-hook-owner", "`provides.hooks` has the hook"),
    owned("manifest-startup-hook-owner", "`provides.hooks` has a gate, or a hook of the start"),
    owned("manifest-slot-owner", "it holds the slot, or a role of it"),
    ...hints,
    {
      source: "undeclarable",
      label: "format-cannot-declare-<key>",
      meaning: "the manifest's format has no word for this, so the code is asked when the host starts",
    },
    {
      source: "requirement",
      label: "required-by-<id>",
      meaning: "the plugin of this id is in the plan and requires it",
    },
  ];
}

function owned(label: string, meaning: string): PlanLabel {
  return { source: "ownership", label, meaning };
}

function hintLabel(kind: string): PlanLabel {
  const written =
    kind === startup.kind ? "`activation.onStartup` is true" : `\`activation.on\` has the \`${kind}:\` trigger`;
  return { source: "hint", label: `activation-${kind}-hint`, meaning: written };
}
