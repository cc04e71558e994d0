import { joinPointer, readPointer, type PluginManifest, type UiHint } from "@mortise/core/catalog";
import { diagnoseOpenclaw } from "./diagnostics.js";
import type { Fields } from "./fields/known.js";
import type { JsonObject } from "./fields/shape.js";
import type { Subject } from "./subject.js";

type Hints = PluginManifest["ui"];
type Group = NonNullable<Fields["configGroups"]>[number];

/** How config keys are shown: the hints, the groups of the form, and which keys are secret. */
export function readUi(subject: Subject, fields: Fields, configSchema: JsonObject): Hints {
  const { uiHints = {}, configGroups = [], configContracts } = fields;
  const secrets = (configContracts?.secretInputs?.paths ?? []).flatMap(({ path }) => path ?? []);
  return merge([
    toHints(uiHints),
    groupHints(subject, configGroups, configSchema),
    Object.fromEntries(secrets.map((path) => [path, { sensitive: true }])),
  ]);
}

/** Hints as they are written here: some say `description` for `help`. */
export function toHints(written: NonNullable<Fields["uiHints"]>): Hints {
  return Object.fromEntries(
    Object.entries(written).map(([key, { description, ...hint }]) => [
      key,
      description === undefined ? hint : { help: description, ...hint },
    ]),
  );
}

function merge(all: readonly Hints[]): Hints {
  const keys = new Set(all.flatMap((hints) => Object.keys(hints)));
  const hintOf = (key: string): UiHint =>
    Object.assign({}, ...all.map((hints) => (Object.hasOwn(hints, key) ? hints[key] : {}))) as UiHint;
  return Object.fromEntries([...keys].map((key) => [key, hintOf(key)]));
}

/** Each grouped property with its group's title and its place in the whole form; nothing where the groups do not fit. */
function groupHints({ report, at }: Subject, groups: readonly Group[], configSchema: JsonObject): Hints {
  const reason = groupProblem(groups, configSchema);
  if (reason !== undefined) {
    report(diagnoseOpenclaw("OPENCLAW_GROUPS_INVALID", { reason }, at("/configGroups")));
    return {};
  }
  const ordered = groups.toSorted((one, other) => (one.order ?? Infinity) - (other.order ?? Infinity) || 0);
  const properties = ordered.flatMap(({ title, id, properties = [] }) =>
    properties.map((property) => ({ property, group: title ?? id ?? "" })),
  );
  return Object.fromEntries(properties.map(({ property, group }, index) => [property, { group, order: index + 1 }]));
}

function groupProblem(groups: readonly Group[], configSchema: JsonObject): string | undefined {
  if (groups.some(({ id, title }) => id === undefined || title === undefined)) return "a group has no id or no title";
  const ids = groups.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) return `two groups have the id "${twice}"`;
  const properties = groups.flatMap(({ properties: listed = [] }) => listed);
  const shared = properties.find((property, index) => properties.indexOf(property) !== index);
  if (shared !== undefined) return `"${shared}" is listed twice`;
  const isKnown = (property: string) => readPointer(configSchema, joinPointer("/properties", property)) !== undefined;
  const unknown = properties.find((property) => !isKnown(property));
  return unknown === undefined ? undefined : `configSchema has no property "${unknown}"`;
}
