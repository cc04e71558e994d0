import { describeFound, diagnose, didYouMean, joinPointer } from "@mortise/core/catalog";
import { diagnoseOpenclaw } from "../diagnostics.js";
import type { Subject } from "../subject.js";
import { contractKeys, knownFields, knownKeys, type Fields } from "./known.js";
import { members, type JsonObject, type ShapeNotes } from "./shape.js";

const fields = members(knownFields);
const known: ReadonlySet<string> = new Set(knownKeys);

/** A contract's key at the top of the manifest is a frequent slip. */
const withContracts = [...knownKeys, ...contractKeys.map((key) => `contracts.${key}`)];

/** Reads every field but `id` and `configSchema`. Nothing that is dropped is dropped silently. */
export function readFields(subject: Subject, raw: JsonObject): Fields {
  const notes = notesOf(subject);
  for (const key of Object.keys(raw)) {
    if (known.has(key)) continue;
    notes.path.push(key);
    notes.unknownKey(key, withContracts);
    notes.path.pop();
  }
  return fields.read(raw, notes) ?? {};
}

function notesOf({ report, at }: Subject): ShapeNotes {
  const path: (string | number)[] = [];
  return {
    path,
    malformed(expected, found) {
      const pointer = joinPointer("", ...path);
      const parameters = { field: pointer.slice(1), expected, found: describeFound(found, false) };
      report(diagnoseOpenclaw("OPENCLAW_FIELD_IGNORED", parameters, at(pointer)));
    },
    unknownKey(key, known) {
      const word = known.find((name) => name === `contracts.${key}`) ?? key;
      report(
        diagnose("MANIFEST_UNKNOWN_KEY", { key, suggestion: didYouMean(word, known) }, at(joinPointer("", ...path))),
      );
    },
  };
}
