import type { TSchema } from "typebox";
import type { ConformanceOf, OperationConformance } from "./conformance.js";
import type { JsonValue } from "./context.js";
import type { OperationPresence, OperationsOf } from "./operation.js";
import type { RefuseUntransferable } from "./transferable.js";

/**
 * What may become of something that others build on.
 *
 * - `stable`: it changes in a compatible way only, until the next version of the SDK's API
 * - `evolving`: it may change with any release, and the changelog says how
 */
export type Stability = "stable" | "evolving";

/** A place that one plugin fills at a time. */
export interface ContractSlot {
  /** Its name in `plugins.slots`. */
  readonly name: string;
  /** Parts of it that `plugins.slots` may give to other plugins, as `name.role`: role to the operations it stands for. */
  readonly roles?: Readonly<Record<string, readonly string[]>>;
}

/**
 * One thing that plugins can register: a capability (a contract that core owns and that providers implement) or a
 * surface (a tool, a command, a route). Plain data: adding one to the list of an SDK adds its `registerX`, its key in
 * `provides`, its lookups, its runtime helper and its row in every report.
 */
export interface Contract<Kind extends string = string, Value = unknown> {
  /** Kebab-case name, printed by `inspect`. */
  readonly kind: Kind;
  /** Whether providers and consumers may count on it to stay as it is. */
  readonly stability: Stability;
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
  /** The member of a registration that lists further ids by which it may be called. */
  readonly aliasField?: string;
  /**
   * What manifests may say of an id of this kind besides `description` and its aliases; all else is an advisory. Absent:
   * they may say anything.
   */
  readonly metadata?: readonly string[];
  /** Only the plugin that holds this slot is asked. */
  readonly slot?: ContractSlot;
  /** The functions that core may call, by name. */
  readonly operations: Readonly<Record<string, OperationPresence>>;
  /** JSON Schema of the members that are data (functions are checked by `operations`). */
  readonly shape?: TSchema;
  /** A plugin that declares one of these is loaded when the host starts, not when it is first needed. */
  readonly startup: boolean;
  /** How each operation is tried by the conformance suite. */
  readonly conformance?: Readonly<Record<string, OperationConformance>>;
  /** `manifest`: it is declared in the manifest and no code registers it. */
  readonly declaredBy: "code" | "manifest";
  /** Never set: carries the type of a registration. */
  readonly "~value"?: Value;
}

/** A contract that is no capability: what is registered under it is not called through `api.runtime`. */
export interface SurfaceContract<Kind extends string = string, Value = unknown> extends Contract<Kind, Value> {
  readonly category: "surface";
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
  /** `evolving` unless it is said. */
  readonly stability?: Stability;
  readonly metadata?: readonly string[];
  readonly ownership?: "exclusive" | "shared";
  readonly shape?: TSchema;
  readonly startup?: boolean;
  readonly slot?: ContractSlot;
}

interface CapabilityOptions<Kind extends string, Value> extends ContractOptions<Kind, Value> {
  readonly conformance?: ConformanceOf<Value>;
  readonly aliasField?: keyof Value & string;
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
  return <const Kind extends string>(options: CapabilityOptions<Kind, Value>): Contract<Kind, Value> => {
    const { conformance, ...rest } = options;
    return {
      stability: "evolving",
      ownership: "exclusive",
      startup: false,
      ...rest,
      ...(conformance && { conformance: conformance as Contract["conformance"] & object }),
      category: "capability",
      key: options.kind,
      idField: "id",
      idPattern,
      declaredBy: "code",
    };
  };
}

interface SurfaceOptions<Kind extends string, Value> extends ContractOptions<Kind, Value> {
  readonly key: string;
  readonly idField?: (Value extends unknown ? keyof Value : never) & string;
  readonly idPattern?: RegExp;
  readonly aliasField?: (Value extends unknown ? keyof Value : never) & string;
}

/** Declares a surface: something a plugin adds that is not a provider of a capability. */
export function defineSurface<Value>(..._refused: RefuseUntransferable<Value>) {
  return <const Kind extends string>(options: SurfaceOptions<Kind, Value>): SurfaceContract<Kind, Value> => ({
    stability: "evolving",
    ownership: "exclusive",
    startup: false,
    idField: "id",
    idPattern,
    ...options,
    category: "surface",
    declaredBy: "code",
  });
}

/** Declares a surface that manifests alone fill, such as skills: no code registers it, and nothing is loaded for it. */
export function defineResource<const Kind extends string>(options: {
  readonly kind: Kind;
  readonly key: string;
  readonly stability?: Stability;
  readonly ownership?: "exclusive" | "shared";
  readonly idPattern?: RegExp;
  readonly metadata?: readonly string[];
}): Contract<Kind, ResourceRecord> {
  return {
    stability: "evolving",
    ownership: "exclusive",
    startup: false,
    idField: "id",
    idPattern,
    operations: {},
    ...options,
    category: "surface",
    declaredBy: "manifest",
  };
}

/** What a manifest says of a resource. */
export interface ResourceRecord {
  readonly id: string;
  /** Absolute path of the folder of the plugin that brings it; paths in its metadata are relative to it. */
  readonly root: string;
  readonly metadata: { readonly [key: string]: JsonValue };
}
