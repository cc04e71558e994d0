import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { leastOf, type Trial } from "./measure.js";
import { top } from "./program.js";
import { time, type Finding } from "./row.js";
import type { Suite } from "./suite.js";

const command = join(top, "packages", "cli", "bin", "mortise.cjs");

const asked = [
  { name: "list", words: ["plugins", "list"], aim: 2.5 },
  { name: "inspect", words: ["plugins", "inspect", "clock"], aim: 2.5 },
  { name: "doctor", words: ["doctor"], aim: 3 },
];

/** The built command in this repository, as a person runs it. */
export const cli: Suite = {
  about: "mortise list, inspect and doctor in this repository against node -e 0, verdicts remembered",
  async run({ emptyFolder, rounds }) {
    const home = emptyFolder("home");
    // Nothing of the user's own, so that it is the same everywhere.
    const folders = { HOME: home, USERPROFILE: home, LOCALAPPDATA: home, APPDATA: home };
    const env: NodeJS.ProcessEnv = { ...process.env, ...folders, NODE_OPTIONS: "" };
    for (const name of ["XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"]) delete env[name];
    const trials: Record<string, Trial> = Object.fromEntries(
      asked.map(({ name, words }) => [name, start([command, ...words], env)]),
    );
    // Once before, for the verdicts.
    for (const trial of Object.values(trials)) await trial();
    const least: Readonly<Record<string, number>> = await leastOf(
      { ...trials, node: start(["-e", "0"], env) },
      rounds(25),
    );
    return asked.map(({ name, words, aim }): Finding => {
      const [ours = NaN, node = NaN] = [least[name], least["node"]];
      const detail = `${time(ours)} : ${time(node)}`;
      return { name: `mortise ${words.join(" ")}`, ratio: ours / node, aim, floor: "node -e 0", detail };
    });
  },
};

/** Milliseconds from the start of a process to its end. */
function start(args: readonly string[], env: NodeJS.ProcessEnv): Trial {
  return () => {
    const begun = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, {
      cwd: top,
      env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const ms = performance.now() - begun;
    if (status !== 0) throw new Error(`node ${args.join(" ")} failed: ${stderr.toString()}`);
    return ms;
  };
}
