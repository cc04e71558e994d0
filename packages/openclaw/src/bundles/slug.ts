const longestId = 128;

/** A text as an id: small letters and digits with single `-`, `_` or `.` between; empty where nothing is left of it. */
export function slug(text: string): string {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const joined = plain.replace(/[^a-z0-9._]+/g, "-").replace(/[-._]{2,}/g, "-");
  return trimmed(trimmed(joined).slice(0, longestId));
}

/** The id of a part by its name, capitals as written; `:` and `/` divide it. Empty where no id can be made of it. */
export function toPartId(name: string): string {
  const segments = name.split(/[/:]/).map((segment) => {
    const id = slug(segment);
    return id === segment.toLowerCase() ? segment : id;
  });
  const id = segments.filter((segment) => segment !== "").join("/");
  return id.length > longestId ? "" : id;
}

function trimmed(text: string): string {
  return text.replace(/^[-._]+|[-._]+$/g, "");
}
