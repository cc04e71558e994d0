/** Fails where an import points the wrong way. Run it by `npx pnpm arrows`. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkArrows } from "./arrows/check.js";

const { fileCount, violations } = await checkArrows(join(dirname(fileURLToPath(import.meta.url)), ".."));

for (const { rule, from, to, comment } of violations) console.error(`${rule}: ${from} -> ${to}\n  ${comment}`);
console.log(`${fileCount} files read, ${violations.length} imports point the wrong way`);
if (violations.length > 0) process.exitCode = 1;
