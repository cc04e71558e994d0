import type { LoadedConfig } from "../config/read.js";
import type { Redactor } from "./redactor.js";
import type { SecretSources } from "./secret-ref.js";
import type { VerdictStore } from "./verdict-store.js";

/** What checking configs needs. */
export interface CheckOptions {
  readonly loaded: LoadedConfig;
  readonly secrets: SecretSources;
  readonly store: VerdictStore;
  readonly redactor: Redactor;
}
