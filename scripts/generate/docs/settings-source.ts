/** One setting as its interface declares it. */
export interface SettingSource {
  readonly key: string;
  readonly type: string;
  readonly meaning: string;
}

const member = /^ {2}\/\*\* (?<meaning>[^\n]+) \*\/\n {2}readonly (?<key>\w+)\??: (?<type>[^;\n]+);$/gm;

/** Reads the members of an interface, each with the doc comment above it. Throws where the interface has none. */
export function parseSettings(text: string, name: string): readonly SettingSource[] {
  const body = new RegExp(`^export interface ${name} \\{\\n(?<members>[\\s\\S]*?)^\\}`, "m").exec(text)?.groups?.[
    "members"
  ];
  const settings = [...(body ?? "").matchAll(member)].map(({ groups = {} }) => ({
    key: groups["key"] ?? "",
    type: groups["type"] ?? "",
    meaning: groups["meaning"] ?? "",
  }));
  const count = body?.match(/^ {2}readonly /gm)?.length ?? 0;
  if (count === 0 || count !== settings.length)
    throw new Error(`Every member of ${name} needs a doc comment of one line`);
  return settings;
}
