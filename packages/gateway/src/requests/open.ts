import type { Host } from "@mortise/core";
import type { RequestScope, RequestServing, Serving } from "../serving.js";
import { scopedHost } from "./scoped-host.js";

/** What serving needs of the whole gateway. */
export interface GatewayServing extends Serving {
  readonly host: Host;
  /** The requests on their way; those whose answers nobody reads are let go when the gateway closes. */
  readonly requests: Set<OpenRequest>;
}

/** A request that is being answered. */
export interface OpenRequest {
  readonly serving: RequestServing;
  /** Aborted when the gateway closes and does not wait for the answer any longer. */
  readonly signal: AbortSignal;
  /** Gives the request up. */
  abandon(): void;
  /** Lets go of the generation that answers it. To be called when the answer has left; calling it again does nothing. */
  release(): void;
}

/**
 * Begins a request, wherever it came from: whoever answers it sees one generation of plugins, the settings of now, and
 * plugins are told what it is about.
 */
export function openRequest(serving: GatewayServing, scope: RequestScope): OpenRequest {
  const { host, emissions, changes, requests } = serving;
  changes.catchUp();
  const view = host.view();
  // What may be otherwise for the next request is read once.
  const pinned = { ...serving };
  const within = (told: RequestScope): RequestServing => {
    const scoped = scopedHost(host, view, told);
    return {
      ...pinned,
      host: scoped,
      emissions: emissions.through(scoped),
      about: (more) => within({ ...told, ...more }),
    };
  };
  const departure = new AbortController();
  const request: OpenRequest = {
    serving: within(scope),
    signal: departure.signal,
    abandon() {
      departure.abort();
      request.release();
    },
    release() {
      requests.delete(request);
      view.release();
    },
  };
  requests.add(request);
  return request;
}
