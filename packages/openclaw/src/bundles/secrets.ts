import { isObject } from "../fields/shape.js";

/** What stands where something secret stood. */
export const hidden = "[hidden]";

const secretWord =
  /(?:^|[-_.])(?:(?:api|access|private|secret|auth)[-_]?key|key|token|secret|password|passwd|pwd|pass|auth|authorization|credentials?|bearer|cookie|session)(?:$|[-_.])/i;
/** As vendors write theirs, and a long run of letters and digits that is no word. */
const secretShape =
  /\b(?:sk|pk|rk|ghp|gho|ghu|ghs|ghr|glpat|npm|xox[a-z])[-_][\w-]{10,}|\bgithub_pat_\w{10,}|\bAKIA[A-Z0-9]{12,}|\bAIza[\w-]{20,}|\beyJ[\w-]{8,}(?:\.[\w-]+)*|\b(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{24,}\b/gi;
const reference = /\$\{([A-Za-z_]\w*)(?::-[^}]*)?\}/g;
const onlyReference = /^(?:(?:bearer|basic|token)\s+)?(?:\$\{[\w.:]+\}|\$\w+)$/i;
const named = /^(-{0,2}[\w.-]+)(\s*[=:]\s*)(?!\/\/)(.+)$/s;

const headerFlag = /^(?:-H|--headers?)$/;
/** A member of JSON in a text. */
const member = /"([\w.-]+)"\s*:\s*"([^"]*)"/g;

/** Whether something of this name is likely to be secret: `--api-key`, `githubToken`. */
function isSecretName(name: string): boolean {
  return secretWord.test(name.replace(/([a-z])([A-Z])/g, "$1-$2"));
}

/** A text that may be shown: references stay, without their defaults; what is, or looks like, a secret goes. */
export function withoutSecrets(text: string): string {
  const plain = text.replace(reference, "${$1}");
  const [, name = "", between = "", value = ""] = named.exec(plain) ?? [];
  if (name !== "") {
    if (isSecretName(name)) return `${name}${between}${unlessReference(value)}`;
    return `${name}${between}${headerFlag.test(name) ? withoutHeaderValue(value) : withoutSecrets(value)}`;
  }
  const members = plain.replace(member, (_all, key: string, inner: string) =>
    isSecretName(key) ? `"${key}":"${unlessReference(inner)}"` : `"${key}":"${withoutSecrets(inner)}"`,
  );
  return withoutUrlSecrets(members).replace(secretShape, hidden);
}

/** Arguments of a command: the value behind a flag with a secret's name, and behind a header's, is one. */
export function argumentsWithoutSecrets(given: readonly string[]): readonly string[] {
  return given.map((argument, index) => {
    const flag = given[index - 1] ?? "";
    const isValue = /^-{1,2}[\w.-]+$/.test(flag) && !argument.startsWith("-");
    if (isValue && isSecretName(flag)) return unlessReference(argument);
    return isValue && headerFlag.test(flag) ? withoutHeaderValue(argument) : withoutSecrets(argument);
  });
}

function unlessReference(value: string): string {
  return onlyReference.test(value) ? value : hidden;
}

function withoutHeaderValue(header: string): string {
  const [, name = "", between = "", value = ""] = named.exec(header) ?? [];
  return name === "" ? hidden : `${name}${between}${unlessReference(value)}`;
}

/** User and password of a URL, and the values of its query. */
function withoutUrlSecrets(text: string): string {
  if (!/^[a-z][\w+.-]*:\/\//i.test(text)) return text;
  const [address = "", query] = text.split("?", 2);
  const open = address.replace(/^([^/]*\/\/)[^/@]*@/, (_all, scheme: string) => `${scheme}${hidden}@`);
  if (query === undefined) return open.replace(/#.*$/s, "");
  const values = query.replace(/#.*$/s, "").split("&");
  return `${open}?${values.map((value) => valueHidden(value)).join("&")}`;
}

function valueHidden(parameter: string): string {
  const [name = "", value] = parameter.split("=", 2);
  return value === undefined ? name : `${name}=${unlessReference(value)}`;
}

/** The environment variables that the texts in a value refer to, but for those that stand for the bundle's own folders. */
export function referencedVariables(value: unknown): readonly string[] {
  const found = new Set<string>();
  const walk = (inner: unknown): void => {
    if (typeof inner === "string") for (const [, name] of inner.matchAll(reference)) found.add(name as string);
    else if (Array.isArray(inner)) inner.forEach(walk);
    else if (isObject(inner)) Object.values(inner).forEach(walk);
  };
  walk(value);
  return [...found].filter((name) => !/(?:^|_)PLUGIN_(?:ROOT|DATA)$/.test(name)).toSorted();
}
