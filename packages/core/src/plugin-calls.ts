import { publishedApi } from "@mortise/sdk";
import { createApiClient, type ApiClientOptions } from "./calling/api-client.js";
import type { ReadyCandidate } from "./catalog/candidate.js";
import type { ControlPlane } from "./control-plane.js";

/** The ways in which plugins call others. */
export interface PluginCalls {
  /** What they see as `api.runtime`. */
  readonly runtime: unknown;
  /** Makes the client of another plugin's API. Throws `API_REFERENCE_INVALID`. */
  use(consumer: ReadyCandidate, reference: unknown): unknown;
  /** Calls a hook that a plugin declares as its own. */
  emit(hook: string, event: unknown): Promise<unknown>;
}

/** What clients of APIs need of the host. */
interface UseOptions extends Pick<ApiClientOptions, "registry" | "failures" | "resolve" | "invoke"> {
  controlPlane(): ControlPlane;
}

/** Makes what makes the clients of APIs. */
export function createUse({ controlPlane, ...ways }: UseOptions): PluginCalls["use"] {
  const options: ApiClientOptions = {
    ...ways,
    contract: controlPlane().vocabulary.byKind.get(publishedApi.kind),
    get decisions() {
      return controlPlane().plugins.map(({ decision }) => decision);
    },
  };
  return (consumer, reference) => createApiClient(consumer, reference, options);
}
