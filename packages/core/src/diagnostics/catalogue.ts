import { callCodes } from "./codes/call.js";
import { catalogCodes } from "./codes/catalog.js";
import { configCodes } from "./codes/config.js";
import { lifecycleCodes } from "./codes/lifecycle.js";
import { loadCodes } from "./codes/load.js";
import { planCodes } from "./codes/plan.js";
import { policyCodes } from "./codes/policy.js";
import { reportCodes } from "./codes/report.js";
import { storageCodes } from "./codes/storage.js";
import { defineDiagnostics } from "./define.js";

const core = defineDiagnostics({
  ...configCodes,
  ...catalogCodes,
  ...policyCodes,
  ...planCodes,
  ...loadCodes,
  ...lifecycleCodes,
  ...callCodes,
  ...storageCodes,
  ...reportCodes,
});

/** Every kind of diagnostic that core can give, by code: what the reference page is generated from. */
export const diagnosticCatalogue = core.catalogue;

/** Makes a diagnostic of core's catalogue. */
export const diagnose = core.create;
