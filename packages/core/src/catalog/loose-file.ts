import { dirname, basename, extname } from "node:path";
import { idPattern } from "@mortise/sdk";
import { isDangerousName } from "../config/dangerous-names.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Candidate } from "./candidate.js";
import { checkEntry } from "./entry.js";
import { checkPath } from "./gates.js";
import { realPath } from "./paths.js";
import { completeManifest } from "./manifest.js";
import type { Origin } from "./roots.js";
import { hooksKey, type Vocabulary } from "./vocabulary.js";

/** The format's name in reports. */
export const looseFormat = "file";

/**
 * A single module that a configured path names: a plugin without a manifest. It declares nothing ahead, so it is loaded
 * when the host starts, and what it registers is taken as it comes.
 */
export function readLooseFile(path: string, origin: Origin, vocabulary: Vocabulary): Candidate {
  const file = realPath(path) ?? path;
  const root = dirname(file);
  const name = basename(file, extname(file));
  const id = name === "index" ? basename(root) : name;
  const base = { id, root, origin, format: looseFormat } as const;
  if (!idPattern.test(id) || isDangerousName(id)) {
    return { ...base, status: "invalid", diagnostics: [diagnose("MANIFEST_ID_INVALID", { id }, { plugin: id, path })] };
  }
  const check = checkEntry(root, basename(file), origin);
  const refused = checkPath(root, origin) ?? ("blocked" in check ? check.blocked : undefined);
  if (refused) return { ...base, status: "blocked", diagnostics: [{ plugin: id, ...refused }] };
  if ("problem" in check) return { ...base, status: "invalid", diagnostics: [{ plugin: id, ...check.problem }] };
  const manifest = completeManifest({
    id,
    declarations: "lenient",
    undeclarable: [...vocabulary.byKey.keys(), hooksKey],
    // Nothing is known of its keys but that a secret reference may stand for each.
    configSchema: { type: "object", additionalProperties: {} },
  });
  return { ...base, status: "ready", manifest, ...("entry" in check && { entry: check.entry }), diagnostics: [] };
}
