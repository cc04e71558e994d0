import type { TSchema } from "typebox";
import type { RefuseUntransferable } from "./transferable.js";

/** Whether an operation of a contract must be there, or may be. */
export type OperationPresence = "required" | "optional";

/** The names of a contract's functions, each with whether a provider must have it; checked against the type. */
export type OperationsOf<Value> = {
  readonly [
    Name in keyof Value as Exclude<Value[Name], undefined> extends (...args: never[]) => unknown ? Name : never
  ]-?: undefined extends Value[Name] ? "optional" : "required";
};

/**
 * One thing that plugins can register: a capability (a contract that core owns and that providers implement) or a
 * surface (a tool, a command, a route). Plain data: adding one to the list of an SDK adds its `registerX`, its key in
 * `provides`, its lookups, its runtime helper and its row in every report.
 */
export interface Contract<Kind extends string = string, Value = unknown> {
  /** Kebab-case name, printed by `inspect`. */
  readonly kind: Kind;
  /** Capabilities make a plugin's shape; surfaces do not. */
  readonly category: "capability" | "surface";
  /** The key of this kind in a manifest's `provides`. */
  readonly key: string;
  /** `exclusive`: one owner per id. `shared`: several plugins may register the same id. */
  readonly ownership: "exclusive" | "shared";
  /** The member of a registration that names it. */
  readonly idField: string;
  /** What an id must look like. */
  readonly idPattern: RegExp;
  /** The functions that core may call, by name. */
  readonly operations: Readonly<Record<string, OperationPresence>>;
  /** JSON Schema of the members that are data (functions are checked by `operations`). */
  readonly shape?: TSchema;
  /** A plugin that declares one of these is loaded when the host starts, not when it is first needed. */
  readonly startup: boolean;
  /** Never set: carries the type of a registration. */
  readonly "~value"?: Value;
}

/** The type of what is registered under a contract. */
export type RegistrationOf<C> = C extends Contract<string, infer Value> ? Value : never;

/** Contracts by the name of the method that registers them, for example `{ registerSpeechProvider: speech }`. */
export type ContractMap = Readonly<Record<string, Contract>>;

/** The ids of providers and plugins: `[a-z0-9]` with single `-`, `_`, `.` or `/` between, at most 128 characters. */
export const idPattern: RegExp = /^(?=.{1,128}$)[a-z0-9]+(?:[-_./][a-z0-9]+)*$/i;

interface ContractOptions<Kind extends string, Value> {
  readonly kind: Kind;
  readonly operations: OperationsOf<Value>;
  readonly ownership?: "exclusive" | "shared";
  readonly shape?: TSchema;
  readonly startup?: boolean;
}

/**
 * Declares a capability. Called twice so that the provider type is given and the kind inferred:
 *
 * ```ts
 * export const ocr = defineCapability<OcrProvider>()({ kind: "ocr", operations: { read: "required" } });
 * ```
 *
 * `RefuseUntransferable` holds the contract to what can cross a thread: async functions and plain data.
 */
export function defineCapability<Value extends { readonly id: string }>(..._refused: RefuseUntransferable<Value>) {
  return <const Kind extends string>(options: ContractOptions<Kind, Value>): Contract<Kind, Value> => ({
    ownership: "exclusive",
    startup: false,
    ...options,
    category: "capability",
    key: options.kind,
    idField: "id",
    idPattern,
  });
}

interface SurfaceOptions<Kind extends string, Value> extends ContractOptions<Kind, Value> {
  readonly key: string;
  readonly idField?: keyof Value & string;
  readonly idPattern?: RegExp;
}

/** Declares a surface: something a plugin adds that is not a provider of a capability. */
export function defineSurface<Value>(..._refused: RefuseUntransferable<Value>) {
  return <const Kind extends string>(options: SurfaceOptions<Kind, Value>): Contract<Kind, Value> => ({
    ownership: "exclusive",
    startup: false,
    idField: "id",
    idPattern,
    ...options,
    category: "surface",
  });
}
