import { applicationPromises } from "./requirements/applications.js";
import { authoringPromises } from "./requirements/authoring.js";
import { callingPromises } from "./requirements/calling.js";
import { changePromises } from "./requirements/changes.js";
import { configPromises } from "./requirements/config.js";
import { dataPlanePromises } from "./requirements/data-plane.js";
import { discoveryPromises } from "./requirements/discovery.js";
import { openclawPromises } from "./requirements/openclaw.js";
import { pluginPromises } from "./requirements/plugins.js";
import { repositoryPromises } from "./requirements/repository.js";

import type { Requirement } from "./requirements/requirement.js";

/** Every promise of the product, by what it is about. */
export const requirementAreas: readonly { readonly title: string; readonly promises: readonly Requirement[] }[] = [
  { title: "Config and secrets", promises: configPromises },
  { title: "Discovery, policy and planning", promises: discoveryPromises },
  { title: "Loading, registering and ownership", promises: dataPlanePromises },
  { title: "Calling", promises: callingPromises },
  { title: "Changes and lifetime", promises: changePromises },
  { title: "For authors and readers", promises: authoringPromises },
  { title: "What a plugin keeps", promises: pluginPromises },
  { title: "Other systems' plugins", promises: openclawPromises },
  { title: "The gateway, the command and the first-party plugins", promises: applicationPromises },
  { title: "This repository", promises: repositoryPromises },
];

/**
 * Every promise of the product. Tests cite them by id in their titles, `it("… [OWN-2]", …)`, and a test of this repository
 * fails on a promise that nobody cites, on an id that there is not, and on a file of tests that cites none.
 */
export const requirements: readonly Requirement[] = requirementAreas.flatMap(({ promises }) => promises);
