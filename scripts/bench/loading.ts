import { rmSync } from "node:fs";
import { join } from "node:path";
import { leastOf } from "./measure.js";
import { writePlugins, type PluginsWanted } from "./plugins.js";
import { count, time, type Finding } from "./row.js";
import type { Setting, Suite } from "./suite.js";

type Language = NonNullable<PluginsWanted["language"]>;

/** What one process is asked for. */
interface Wanted {
  readonly plugins: string;
  readonly own: string;
  readonly count: number;
  readonly language: Language;
}

interface HostTimes {
  readonly load: number;
  readonly whole: number;
}

/** How plugins' code gets in. Each time is of a process of its own. */
export const loading: Suite = {
  about: "100 and 1,000 plugins in JavaScript and TypeScript, cold and warm, against bare import()",
  async run(setting) {
    const findings: Finding[] = [];
    for (const size of setting.sizes([100, 1_000])) {
      const rounds = setting.rounds(size > 100 ? 6 : 10);
      const script = write(setting, size, "javascript");
      findings.push(...(await javascript(setting, script, rounds)));
      findings.push(...(await typescript(setting, script, write(setting, size, "typescript"), rounds)));
    }
    for (const size of setting.sizes([400])) findings.push(await whole(setting, size));
    return findings;
  },
};

function write({ emptyFolder }: Setting, size: number, language: Language): Wanted {
  const plugins = emptyFolder(`${language}-${size}`);
  writePlugins(plugins, { count: size, language });
  return { plugins, own: emptyFolder(`${language}-${size}-host`), count: size, language };
}

/** Empties what an earlier process remembered. */
function forget({ own }: Wanted): void {
  rmSync(join(own, "cache"), { recursive: true, force: true });
}

function trials({ run }: Setting, wanted: Wanted) {
  const host = async (part: keyof HostTimes) => ((await run("load", { ...wanted, how: "host" })) as HostTimes)[part];
  const take = (how: string) => run("load", { ...wanted, how }) as Promise<number>;
  return {
    sequence: () => take("sequence"),
    together: () => take("together"),
    cold: () => (forget(wanted), host("load")),
    // After a round of `cold`, so that what it left is there.
    warm: () => host("load"),
    jitiCold: () => (forget(wanted), take("jiti")),
    jitiWarm: () => take("jiti"),
    whole: () => host("whole"),
  };
}

async function javascript(setting: Setting, wanted: Wanted, rounds: number): Promise<readonly Finding[]> {
  const { sequence, together, cold, warm } = trials(setting, wanted);
  const least = await leastOf({ sequence, together, cold, warm }, rounds);
  const name = `${count(wanted.count)} in JavaScript`;
  // The host imports side by side, so of the two aims it is this one's.
  const aim = wanted.count === 1_000 ? 1.6 : null;
  return (["cold", "warm"] as const).flatMap((state): readonly Finding[] => [
    { ...compare(least[state], least.together, "import() of all at once"), name: `${name}, ${state}`, aim },
    { ...compare(least[state], least.sequence, "import() one after another"), name: `${name}, ${state}` },
  ]);
}

async function typescript(
  setting: Setting,
  script: Wanted,
  wanted: Wanted,
  rounds: number,
): Promise<readonly Finding[]> {
  const { together } = trials(setting, script);
  const { cold, warm, jitiCold, jitiWarm } = trials(setting, wanted);
  const least = await leastOf({ together, jitiCold, jitiWarm, cold, warm }, Math.ceil(rounds / 2));
  const name = `${count(wanted.count)} in TypeScript`;
  const alone = { cold: least.jitiCold, warm: least.jitiWarm };
  return (["cold", "warm"] as const).flatMap((state): readonly Finding[] => [
    { ...compare(least[state], alone[state], `jiti alone, ${state}`), name: `${name}, ${state}` },
    {
      ...compare(least[state], least.together, "import() of the same in JavaScript, all at once"),
      name: `${name}, ${state}`,
    },
  ]);
}

/** All that a program does which makes a host and loads plugins. */
async function whole(setting: Setting, size: number): Promise<Finding> {
  const { whole: taken } = trials(setting, write(setting, size, "javascript"));
  const least = await leastOf({ taken }, setting.rounds(8));
  const floor = "no floor: the host made, manifests read, plugins loaded, in a fresh process";
  return { name: `${count(size)}, found, decided and loaded`, ratio: least.taken, unit: "ms", aim: 500, floor };
}

function compare(ours: number, bare: number, floor: string): Omit<Finding, "name"> {
  return { ratio: ours / bare, floor, detail: `${time(ours)} : ${time(bare)}` };
}
