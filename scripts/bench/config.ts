import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { leastOf } from "./measure.js";
import { configOf, idOf } from "./plugins.js";
import { count, time, type Finding } from "./row.js";
import type { Suite } from "./suite.js";

/** Whether plugins' configs are valid. */
export const config: Suite = {
  about: "1,000 configs held against as many schemas: for the first time, and with the verdicts remembered",
  async run({ run, emptyFolder, sizes, rounds }) {
    const findings: Finding[] = [];
    for (const size of sizes([1_000])) {
      const cache = emptyFolder(`cache-${size}`);
      const file = join(cache, "mortise.json");
      writeFileSync(file, JSON.stringify({ plugins: { entries: entries(size) } }));
      const forget = () => rmSync(join(cache, "config-verdicts.json"), { force: true });
      const take = (how: "ours" | "ajv") =>
        run("configs", { how, count: size, config: file, cache }) as Promise<number>;
      const least = await leastOf(
        {
          ajv: () => take("ajv"),
          first: () => (forget(), take("ours")),
          // Those that the round before it left.
          again: () => take("ours"),
        },
        rounds(8),
      );
      findings.push(...toFindings(size, least));
    }
    return findings;
  },
};

function entries(size: number): object {
  return Object.fromEntries(Array.from({ length: size }, (_, index) => [idOf(index), { config: configOf(index) }]));
}

function toFindings(
  size: number,
  { ajv, first, again }: Record<"ajv" | "first" | "again", number>,
): readonly Finding[] {
  return [
    {
      name: `${count(size)} configs and schemas, first time`,
      ratio: first / ajv,
      floor: "Ajv alone compiles and validates the same",
      detail: `${time(first)} : ${time(ajv)}`,
    },
    {
      name: `${count(size)} configs, verdicts remembered`,
      ratio: again,
      unit: "ms",
      aim: 20,
      floor: "no floor: milliseconds in a fresh process, reading the config file apart",
      detail: time(again),
    },
    {
      name: `${count(size)} configs, remembered against anew`,
      ratio: again / first,
      floor: "the first time",
      detail: `${time(again)} : ${time(first)}`,
    },
  ];
}
