import { rmSync } from "node:fs";
import { join } from "node:path";
import { leastOf } from "./measure.js";
import { writeStyled, type Style } from "./openclaw-plugins.js";
import { top } from "./program.js";
import { count, time, type Finding } from "./row.js";
import type { Setting, Suite } from "./suite.js";

/** Milliseconds: of the loading alone, and with the making of the host, which reads all manifests. */
interface Times {
  readonly load: number;
  readonly whole: number;
}

interface Measured {
  readonly size: number;
  readonly native: Times;
  readonly cold: Times;
  readonly warm: Times;
}

/** How plugins that were written for OpenClaw get in. Each time is of a process of its own. */
export const openclaw: Suite = {
  about: "100, 400 and 1,600 plugins as they are written for OpenClaw, cold and warm, against as many native ones",
  async run(setting) {
    const measured: Measured[] = [];
    for (const size of setting.sizes([100, 400, 1_600])) measured.push(await measure(setting, size));
    return [...measured.flatMap(findings), ...linear(measured)];
  },
};

async function measure(setting: Setting, size: number): Promise<Measured> {
  const natively = loads(setting, "native", size);
  const openly = loads(setting, "openclaw", size);
  const rounds = setting.rounds(size > 400 ? 3 : 6);
  const native = keepLeast(natively.run);
  const cold = keepLeast(() => (openly.forget(), openly.run()));
  // After a round of `cold`, so that what it left is there.
  const warm = keepLeast(openly.run);
  await leastOf({ native: native.trial, cold: cold.trial, warm: warm.trial }, rounds);
  return { size, native: native.least, cold: cold.least, warm: warm.least };
}

/** Loads all plugins of one style, in a process of its own. */
function loads({ run, emptyFolder }: Setting, style: Style, size: number) {
  const plugins = emptyFolder(`${style}-${size}`);
  const own = emptyFolder(`${style}-${size}-host`);
  writeStyled(plugins, style, size);
  const given = { plugins, own, count: size, openclaw: join(top, "packages/openclaw/dist/index.js") };
  return {
    run: () => run("load-styled", given) as Promise<Times>,
    forget: () => rmSync(join(own, "cache"), { recursive: true, force: true }),
  };
}

/** A trial that keeps the least of each of its times. */
function keepLeast(run: () => Promise<Times>) {
  const least = { load: Infinity, whole: Infinity };
  return {
    least,
    async trial(): Promise<number> {
      const { load, whole } = await run();
      least.load = Math.min(least.load, load);
      least.whole = Math.min(least.whole, whole);
      return whole;
    },
  };
}

function findings({ size, native, cold, warm }: Measured): readonly Finding[] {
  const row = (name: string, times: Times, part: keyof Times, aim: number | null): Finding => ({
    name: `${count(size)} ${name}`,
    ratio: times[part] / native[part],
    aim,
    floor: `as many native ones ${part === "load" ? "loaded" : "found, decided and loaded"}`,
    detail: `${time(times[part])} : ${time(native[part])}`,
  });
  const aim = size === 400 ? 1.5 : null;
  return [
    row("loaded, warm", warm, "load", aim),
    row("loaded, cold", cold, "load", null),
    row("found, decided and loaded, warm", warm, "whole", aim),
    row("found, decided and loaded, cold", cold, "whole", null),
  ];
}

/** What a plugin costs among the most, against among a quarter of them. */
function linear(measured: readonly Measured[]): readonly Finding[] {
  const [few, many] = measured.slice(-2);
  if (!few || !many) return [];
  return (["warm", "cold"] as const).map((state) => {
    const [least, most] = [few[state].load / few.size, many[state].load / many.size];
    return {
      name: `one of ${count(many.size)}, ${state}`,
      ratio: most / least,
      aim: 1.25,
      floor: `one of ${count(few.size)}, loaded; 1 is linear`,
      detail: `${time(most)} : ${time(least)}`,
    };
  });
}
