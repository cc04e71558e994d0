import type { PluginPage } from "../plugin-page.js";
import type { Field } from "./fields.js";

/** What a page tells of a plugin beside how it stands; nothing where the manifest says nothing. */
export function detailFields({
  aliases,
  slots,
  apis,
  channels,
  permissions,
  categories,
  icon,
  foreign,
}: PluginPage): readonly Field[] {
  return [
    {
      label: "Aliases",
      values: Object.entries(aliases).flatMap(([kind, ids]) =>
        Object.entries(ids).map(([alias, id]) => `${kind}: ${alias} stands for ${id}`),
      ),
    },
    { label: "Slots", values: slots.map(({ name, isHeld }) => `${name}: ${isHeld ? "fills it" : "could fill it"}`) },
    {
      label: "APIs",
      values: apis.map(({ id, description, isPublic }) => {
        const who = isPublic ? ", for any plugin" : ", for plugins that require this one";
        // Only the code knows where the manifest does not say.
        return `${id}${isPublic === undefined ? "" : who}${description === undefined ? "" : `: ${description}`}`;
      }),
    },
    { label: "Channels", values: channels.map(channelText) },
    {
      label: "Permissions",
      values: Object.entries(permissions).map(([name, grant]) =>
        grant === true ? name : `${name}: ${grant.join(", ")}`,
      ),
    },
    { label: "Categories", values: categories.length === 0 ? [] : [categories.join(", ")] },
    { label: "Icon", values: icon === undefined ? [] : [icon] },
    { label: "Foreign", values: foreignTexts(foreign) },
  ];
}

function channelText({ id, isReady, detail }: PluginPage["channels"][number]): string {
  const state = isReady === undefined ? "not known whether it is ready" : isReady ? "ready" : "not ready";
  return `${id}: ${state}${detail === undefined ? "" : `, ${detail}`}`;
}

/** What is text on a line of its own, with the text; of the rest the names. */
function foreignTexts(foreign: PluginPage["foreign"]): readonly string[] {
  const texts = foreign.flatMap(({ name, value }) => (value === undefined ? [] : [`${name}: ${value}`]));
  const others = foreign.filter(({ value }) => value === undefined).map(({ name }) => name);
  return [...texts, ...(others.length === 0 ? [] : [others.join(", ")])];
}
