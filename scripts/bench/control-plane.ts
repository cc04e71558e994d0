import { writePlugins } from "./plugins.js";
import { count, time, type Finding } from "./row.js";
import type { Suite } from "./suite.js";

const floor = "the same stats, realpaths and reads in a bare loop";

/** Milliseconds for all plugins of one size. */
interface Times {
  readonly floor: number;
  readonly found: number;
  readonly decided: number;
}

/** What is known without running anything. */
export const controlPlane: Suite = {
  about: "100, 1,000 and 10,000 plugins found and read, against the same looks at the disk",
  async run({ run, emptyFolder, sizes, rounds }) {
    const measured: (Times & { readonly size: number })[] = [];
    for (const size of sizes([100, 1_000, 10_000])) {
      const plugins = emptyFolder(`plugins-${size}`);
      writePlugins(plugins, { count: size });
      const given = { plugins, own: emptyFolder(`host-${size}`), count: size, rounds: rounds(size > 1_000 ? 8 : 20) };
      measured.push({ size, ...((await run("discover", given)) as Times) });
    }
    return [...measured.flatMap(findings), ...linear(measured)];
  },
};

function findings({ size, floor: bare, found, decided }: Times & { readonly size: number }): readonly Finding[] {
  const show = (ms: number) => `${time(ms)} : ${time(bare)}`;
  const aim = size === 10_000 ? 1.5 : null;
  return [
    { name: `${count(size)} plugins found and read`, ratio: found / bare, aim, floor, detail: show(found) },
    { name: `${count(size)} plugins, decided and ordered too`, ratio: decided / bare, floor, detail: show(decided) },
  ];
}

/** What a plugin costs among the most, against among a tenth of them. */
function linear(measured: readonly (Times & { readonly size: number })[]): readonly Finding[] {
  const [few, many] = measured.slice(-2);
  if (!few || !many) return [];
  const [least, most] = [few.found / few.size, many.found / many.size];
  return [
    {
      name: `one of ${count(many.size)}`,
      ratio: most / least,
      aim: 1.25,
      floor: `one of ${count(few.size)}, found and read; 1 is linear`,
      detail: `${time(most)} : ${time(least)}`,
    },
  ];
}
