import * as setup from "./channels/setup.js";
import * as approvals from "./channels/approvals.js";
import * as accountSettings from "./channels/account-settings.js";
import * as limits from "./plumbing/limits.js";
import * as accounts from "./channels/accounts.js";
import * as channelPlugin from "./channels/channel-plugin.js";
import * as configAdapters from "./channels/config-adapters.js";
import * as configSection from "./channels/config-section.js";
import * as history from "./channels/history.js";
import * as people from "./channels/people.js";
import * as sending from "./channels/sending.js";
import * as status from "./channels/status.js";
import * as bundledEntry from "./entries/bundled-entry.js";
import * as logging from "./plumbing/logging.js";
import * as temporaryFiles from "./plumbing/temporary-files.js";
import * as configSchemas from "./entries/config-schemas.js";
import * as pluginEntry from "./entries/plugin-entry.js";
import type { Implementations } from "./lent-namespace.js";
import * as errors from "./plumbing/errors.js";
import * as lazy from "./plumbing/lazy.js";
import * as hosts from "./plumbing/hosts.js";
import * as requestBodies from "./plumbing/request-bodies.js";
import * as modelCatalogue from "./providers/model-catalogue.js";
import * as providerEntry from "./providers/provider-entry.js";
import * as directMessages from "./channels/direct-messages.js";
import * as queues from "./plumbing/queues.js";
import * as secrets from "./plumbing/secrets.js";
import * as waiting from "./plumbing/waiting.js";
import * as ids from "./routing/ids.js";
import * as sessionKeys from "./routing/session-keys.js";
import * as params from "./tools/params.js";
import * as results from "./tools/results.js";
import * as lists from "./values/lists.js";
import * as mediaTypes from "./values/media-types.js";
import * as numbers from "./values/numbers.js";
import * as records from "./values/records.js";
import * as strings from "./values/strings.js";
import * as times from "./values/times.js";
import { zodExport, zodExports } from "./zod/lazy-exports.js";
import * as senderRules from "./zod/sender-rules.js";

const rooms: readonly object[] = [
  setup,
  approvals,
  accountSettings,
  limits,
  accounts,
  channelPlugin,
  configAdapters,
  configSection,
  history,
  people,
  sending,
  status,
  bundledEntry,
  logging,
  temporaryFiles,
  configSchemas,
  pluginEntry,
  errors,
  lazy,
  queues,
  secrets,
  waiting,
  ids,
  sessionKeys,
  params,
  results,
  lists,
  mediaTypes,
  numbers,
  records,
  strings,
  times,
  senderRules,
  hosts,
  requestBodies,
  modelCatalogue,
  providerEntry,
  directMessages,
];

let collected: Implementations | undefined;

/**
 * All that there is of OpenClaw's plugin SDK, by name: every export of the files above, what needs Zod, and nothing else.
 */
export function implementations(): Implementations {
  return (collected ??= collect());
}

function collect(): Implementations {
  const plain = new Map<string, unknown>(rooms.flatMap((room) => Object.entries(room)));
  return {
    names: [...plain.keys(), ...zodExports],
    has: (name) => plain.has(name) || zodExports.has(name),
    get: (name) => (zodExports.has(name) ? zodExport(name) : plain.get(name)),
  };
}
