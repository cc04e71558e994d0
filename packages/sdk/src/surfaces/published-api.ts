import { defineSurface } from "../contract.js";
import type { CallContext, CallOptions } from "../context.js";

/** The methods of an API that a plugin offers to others, by name. */
export interface ApiMethods {
  readonly [method: string]: (request: never, context: CallContext) => Promise<unknown>;
}

/** An API that a plugin offers to other plugins. */
export interface PublishedApi {
  /** `name@version`, for example `orders@1.2.0`; the version is semver. */
  readonly id: string;
  readonly description: string;
  /** Anybody may call it; else only plugins that name the owner in `requires`. */
  readonly isPublic?: boolean;
  readonly methods: ApiMethods;
}

/** An API that a plugin offers to other plugins. */
export const publishedApi = defineSurface<PublishedApi>()({
  kind: "api",
  key: "apis",
  idPattern: /^(?=.{1,128}$)[a-z0-9]+(?:[-_./][a-z0-9]+)*@\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/,
  metadata: ["isPublic"],
  operations: {},
  shape: {
    type: "object",
    required: ["description", "methods"],
    properties: { description: { type: "string" }, isPublic: { type: "boolean" }, methods: { type: "object" } },
  },
});

/** Whether an API can be called, and by whom it is answered; else why not. */
export type ApiState =
  | { readonly isAvailable: true; readonly plugin: string; readonly id: string }
  | { readonly isAvailable: false; readonly reason: string };

/** Another plugin's API, as its consumer holds it. It outlives the owner: a call looks for whoever answers now. */
export interface ApiClient<Methods extends ApiMethods = ApiMethods> {
  /** Calls a method; the owner is loaded when it was not. Rejects with `CapabilityError`: `unavailable` with the reason. */
  call<Name extends keyof Methods & string>(
    method: Name,
    request: Parameters<Methods[Name]>[0],
    options?: CallOptions,
  ): ReturnType<Methods[Name]>;
  /** Whether it can be called now. Loads nothing. */
  state(): ApiState;
}
