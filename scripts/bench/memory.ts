import { leastOf } from "./measure.js";
import { writePlugins } from "./plugins.js";
import { count, type Finding } from "./row.js";
import type { Suite } from "./suite.js";

/** What plugins take of the heap. */
export const memory: Suite = {
  about: "the heap that one of 1,000 plugins takes, known and loaded, against bare import()",
  async run({ run, emptyFolder, sizes, rounds }) {
    const findings: Finding[] = [];
    for (const size of sizes([1_000])) {
      const plugins = emptyFolder(`plugins-${size}`);
      writePlugins(plugins, { count: size });
      const own = emptyFolder(`host-${size}`);
      const take = (how: string) => async () =>
        ((await run("memory", { how, plugins, own, count: size })) as number) / size;
      const bytes = await leastOf(
        { imported: take("imported"), known: take("known"), loaded: take("loaded") },
        rounds(2),
      );
      findings.push(...toFindings(size, bytes));
    }
    return findings;
  },
};

type Bytes = Readonly<Record<"imported" | "known" | "loaded", number>>;

function toFindings(size: number, { imported, known, loaded }: Bytes): readonly Finding[] {
  const kilobytes = (bytes: number) => bytes / 1024;
  const show = (bytes: number) => `${kilobytes(bytes).toFixed(1)} KB`;
  return [
    {
      name: `a loaded plugin, of ${count(size)}`,
      ratio: loaded / imported,
      floor: "import() of its entry",
      detail: `${show(loaded)} : ${show(imported)}`,
    },
    {
      name: `a loaded plugin, of ${count(size)}, beyond its import()`,
      ratio: kilobytes(loaded - imported),
      unit: "KB",
      floor: "import() of its entry",
      detail: `${show(loaded)} - ${show(imported)}`,
    },
    {
      name: `a plugin that is known and not loaded, of ${count(size)}`,
      ratio: kilobytes(known),
      unit: "KB",
      floor: "nothing: the process before",
      detail: show(known),
    },
  ];
}
