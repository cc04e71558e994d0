// What OpenClaw's SDK has for reading what a model gave a tool.
import { normalizeSingleOrTrimmedStringList } from "../values/lists.js";
import {
  asPositiveSafeInteger,
  asSafeIntegerInRange,
  asFiniteNumberInRange,
  parseStrictFiniteNumber,
} from "../values/numbers.js";
import { parseBooleanValue, type UnknownRecord } from "../values/records.js";

/** What a model gave does not fit the tool. Answered with status 400 over HTTP. */
export class ToolInputError extends Error {
  override readonly name: string = "ToolInputError";
  readonly status: number = 400;
}

/** Whoever asked may not do that. Answered with status 403 over HTTP. */
export class ToolAuthorizationError extends ToolInputError {
  override readonly name = "ToolAuthorizationError";
  override readonly status = 403;
}

interface ParameterOptions {
  /** What is missing throws. */
  readonly required?: boolean;
  /** The name in the error, where it is another than the key. */
  readonly label?: string;
}

/** A parameter by its name; where it is not there, by the name with underscores: `chatId`, `chat_id`. */
export function readSnakeCaseParamRaw(params: UnknownRecord, key: string): unknown {
  if (Object.hasOwn(params, key)) return params[key];
  const snake = key.replaceAll(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "_").toLowerCase();
  return Object.hasOwn(params, snake) ? params[snake] : undefined;
}

function orThrow<Value>(value: Value | undefined, key: string, options: ParameterOptions): Value | undefined {
  if (value === undefined && options.required === true) throw new ToolInputError(`${options.label ?? key} required`);
  return value;
}

/**
 * A text, without blanks around it unless `trim` is false; nothing where it is empty, unless `allowEmpty`.
 *
 * @throws a `ToolInputError` where it is required and missing
 */
export function readStringParam(
  params: UnknownRecord,
  key: string,
  options: ParameterOptions & { trim?: boolean; allowEmpty?: boolean } = {},
): string | undefined {
  const raw = readSnakeCaseParamRaw(params, key);
  const text = typeof raw === "string" && options.trim !== false ? raw.trim() : raw;
  const isThere = typeof text === "string" && (text !== "" || options.allowEmpty === true);
  return orThrow(isThere ? text : undefined, key, options);
}

/** A text without blanks around it, or a number as a text. Throws as `readStringParam`. */
export function readStringOrNumberParam(
  params: UnknownRecord,
  key: string,
  options: ParameterOptions = {},
): string | undefined {
  const raw = readSnakeCaseParamRaw(params, key);
  const number = typeof raw === "number" && Number.isFinite(raw) ? String(raw) : undefined;
  return orThrow(number ?? readStringParam(params, key), key, options);
}

/** Texts of a list, or one text as a list of its own; nothing where there is none. Throws as `readStringParam`. */
export function readStringArrayParam(
  params: UnknownRecord,
  key: string,
  options: ParameterOptions = {},
): string[] | undefined {
  const texts = normalizeSingleOrTrimmedStringList(readSnakeCaseParamRaw(params, key));
  return orThrow(texts.length > 0 ? texts : undefined, key, options);
}

/** A boolean, or a word like `yes`. */
export function readBooleanParam(params: UnknownRecord, key: string): boolean | undefined {
  return parseBooleanValue(readSnakeCaseParamRaw(params, key), { truthy: ["true"], falsy: ["false"] });
}

interface NumberOptions extends ParameterOptions {
  /** Cut off what is behind the point. */
  readonly integer?: boolean;
  /** A text must be a number in full; `"12px"` is none. */
  readonly strict?: boolean;
  readonly positiveInteger?: boolean;
  readonly nonNegativeInteger?: boolean;
}

/** A number, also as a text. Throws as `readStringParam`. */
export function readNumberParam(params: UnknownRecord, key: string, options: NumberOptions = {}): number | undefined {
  const raw = readSnakeCaseParamRaw(params, key);
  const loose = typeof raw === "string" && options.strict !== true ? Number.parseFloat(raw) : raw;
  const number = orThrow(parseStrictFiniteNumber(loose), key, options);
  if (number === undefined) return undefined;
  if (options.positiveInteger === true) return asPositiveSafeInteger(number);
  if (options.nonNegativeInteger === true) return asSafeIntegerInRange(number, { min: 0 });
  return options.integer === true ? Math.trunc(number) : number;
}

interface CheckedOptions {
  readonly min?: number;
  readonly max?: number;
  readonly minExclusive?: boolean;
  readonly maxExclusive?: boolean;
  /** What the error says. */
  readonly message?: string;
}

/** A number within the range. Throws a `ToolInputError` where something else was given. */
export function readFiniteNumberParam(
  params: UnknownRecord,
  key: string,
  options: CheckedOptions = {},
): number | undefined {
  const number = asFiniteNumberInRange(readNumberParam(params, key, { strict: true }), options);
  return checked(number, params, key, options.message ?? `${key} must be a finite number`);
}

/** A whole number from 1. Throws a `ToolInputError` where something else was given. */
export function readPositiveIntegerParam(
  params: UnknownRecord,
  key: string,
  options: Pick<CheckedOptions, "max" | "message"> = {},
): number | undefined {
  const number = readNumberParam(params, key, { strict: true, positiveInteger: true });
  const message = options.message ?? `${key} must be a positive integer`;
  return checked(asSafeIntegerInRange(number, { max: options.max ?? Infinity }), params, key, message);
}

/** A whole number from 0. Throws a `ToolInputError` where something else was given. */
export function readNonNegativeIntegerParam(
  params: UnknownRecord,
  key: string,
  options: Pick<CheckedOptions, "max" | "message"> = {},
): number | undefined {
  const number = readNumberParam(params, key, { strict: true, nonNegativeInteger: true });
  const message = options.message ?? `${key} must be a non-negative integer`;
  return checked(asSafeIntegerInRange(number, { max: options.max ?? Infinity }), params, key, message);
}

/** Refuses what was given and is not what was asked for; what is blank counts as not given. */
function checked(value: number | undefined, params: UnknownRecord, key: string, message: string): number | undefined {
  const raw = readSnakeCaseParamRaw(params, key);
  const isGiven = raw !== undefined && raw !== null && !(typeof raw === "string" && raw.trim() === "");
  if (value === undefined && isGiven) throw new ToolInputError(message);
  return value;
}

/** A reaction: an emoji, which may be empty, and whether it is taken away. Throws a `ToolInputError`. */
export function readReactionParams(
  params: UnknownRecord,
  options: { emojiKey?: string; removeKey?: string; removeErrorMessage: string },
): { emoji: string; remove: boolean; isEmpty: boolean } {
  const remove = params[options.removeKey ?? "remove"] === true;
  const emoji = readStringParam(params, options.emojiKey ?? "emoji", { required: true, allowEmpty: true }) ?? "";
  if (remove && emoji === "") throw new ToolInputError(options.removeErrorMessage);
  return { emoji, remove, isEmpty: emoji === "" };
}

/** Asks whether an action is allowed: what is not set is, unless told. */
export function createActionGate(
  actions?: Readonly<Record<string, boolean | undefined>>,
): (key: string, defaultValue?: boolean) => boolean {
  return (key, defaultValue = true) => actions?.[key] ?? defaultValue;
}

/** Where a tool call sends a message, or null where it sends none. */
export function extractToolSend(args: UnknownRecord, expectedAction = "sendMessage"): object | null {
  const text = (key: string) => (typeof args[key] === "string" ? args[key].trim() : undefined);
  if (text("action") !== expectedAction || typeof args["to"] !== "string" || args["to"] === "") return null;
  const thread = typeof args["threadId"] === "number" ? String(args["threadId"]) : text("threadId");
  return {
    to: args["to"],
    accountId: text("accountId"),
    threadId: thread === "" ? undefined : thread,
    ...((args["topLevel"] === true || args["threadId"] === null) && { threadSuppressed: true }),
  };
}
