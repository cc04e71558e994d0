import { writePlugins } from "./plugins.js";
import { count, time, type Finding } from "./row.js";
import type { Suite } from "./suite.js";

/** Milliseconds for one plugin. */
type Times = Readonly<Record<"registered" | "unedited" | "imported" | "edited", number>>;

/** One plugin is loaded anew. */
export const reload: Suite = {
  about: "one of 10 and of 1,000 plugins loaded anew, edited and not, against import() and register by hand",
  async run({ run, emptyFolder, sizes, rounds }) {
    const findings: Finding[] = [];
    for (const size of sizes([10, 1_000])) {
      const plugins = emptyFolder(`plugins-${size}`);
      writePlugins(plugins, { count: size });
      const given = { plugins, own: emptyFolder(`host-${size}`), count: size, rounds: rounds(60) };
      findings.push(...toFindings(size, (await run("reload", given)) as Times));
    }
    return findings;
  },
};

function toFindings(size: number, { registered, unedited, imported, edited }: Times): readonly Finding[] {
  return [
    {
      name: `reload after an edit, of ${count(size)}`,
      ratio: edited / imported,
      floor: "import(url?v=2) and register by hand",
      detail: `${time(edited)} : ${time(imported)}`,
    },
    {
      name: `reload without an edit, of ${count(size)}`,
      ratio: unedited * 1000,
      unit: "us",
      floor: "no floor: its manifest, gates and bytes are read; register alone is beside it",
      detail: `register ${time(registered)}`,
    },
  ];
}
