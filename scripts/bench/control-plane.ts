import { writePlugins } from "./plugins.js";
import { count, time, type Finding } from "./row.js";
import type { Suite } from "./suite.js";

const plainly = "stats, realpaths and reads that tell as much, in a bare loop";
const same = "the very looks that it takes, in a bare loop: three lstats and two reads each";

/** Milliseconds for all plugins of one size. */
interface Times {
  readonly plain: number;
  readonly same: number;
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

function findings(times: Times & { readonly size: number }): readonly Finding[] {
  const { size, found, decided } = times;
  const row = (name: string, taken: number, floor: "plain" | "same", aim?: number): Finding => ({
    name: `${count(size)} plugins${name}`,
    ratio: taken / times[floor],
    ...(aim !== undefined && { aim }),
    floor: floor === "plain" ? plainly : same,
    detail: `${time(taken)} : ${time(times[floor])}`,
  });
  return [
    row(" found and read", found, "plain", size === 10_000 ? 1.5 : undefined),
    row(" found and read, its own looks", found, "same"),
    row(", decided and ordered too", decided, "plain"),
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
