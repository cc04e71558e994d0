/** Prints what type-checking a plugin with all capabilities costs: `npx jiti packages/sdk/test/type-speed.ts`. */
import { readFileSync } from "node:fs";
import { checkTypes, type TypeCheck } from "./type-check.js";

const rounds = 5;

/** Nothing but the import that every plugin has. */
const smallest =
  'import { definePlugin } from "@mortise/sdk";\nexport default definePlugin({ id: "a", register() {} });\n';
const everything = readFileSync(new URL("./all-capabilities.ts", import.meta.url), "utf8");
const sources = { nothing: "export {};\n", smallest, everything };

const figures = Object.entries(sources).map(([name, source]) => {
  const runs = Array.from({ length: rounds }, () => checkTypes(source));
  return { name, total: fastest(runs, "totalSeconds"), check: fastest(runs, "checkSeconds") };
});
const base = figures[0]?.total ?? Number.NaN;
for (const { name, total, check } of figures) {
  const ratio = (total / base).toFixed(2);
  console.log(
    `${name.padEnd(10)} ${(total * 1000).toFixed(0)} ms, of it checking ${(check * 1000).toFixed(0)} ms; ${ratio} x`,
  );
}

function fastest(runs: readonly TypeCheck[], figure: "totalSeconds" | "checkSeconds"): number {
  return Math.min(...runs.map((run) => run[figure]));
}
