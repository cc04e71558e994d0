import { manifestSamples } from "./manifest.js";
import { memberSamples } from "./members.js";
import { packageSamples } from "./package.js";
import type { Sample } from "./sample.js";

/** By the field's name in the table of places. */
export const samples: Readonly<Record<string, Sample>> = { ...manifestSamples, ...memberSamples, ...packageSamples };
