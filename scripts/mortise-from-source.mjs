// Runs the mortise command from its sources, whatever is built: node scripts/mortise-from-source.mjs plugins list
import { fromSource, source } from "./from-source.mjs";

await fromSource.import(source("cli/src/mortise.ts"));
