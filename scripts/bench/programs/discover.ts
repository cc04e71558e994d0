/** Finds and reads all plugins of a folder, and takes the same looks at the disk in a bare loop, or more straightforward ones. */
import fs from "node:fs";
import { join } from "node:path";
import { discover, nativeFormat, readControlPlane, vocabularyOf, watchDisk } from "@mortise/core/catalog";
import { gatewaySdk } from "@mortise/sdk";
import { leastOf, timed } from "../measure.js";
import { answer, given } from "./given.js";
import { optionsFor } from "./host.js";

const { plugins, own, count, rounds } = given() as { plugins: string; own: string; count: number; rounds: number };

const room = Buffer.allocUnsafe(64 * 1024);

/** Opens, asks for the size, reads and closes. */
function read(path: string): string {
  const file = fs.openSync(path, "r");
  const { size } = fs.fstatSync(file);
  const length = fs.readSync(file, room, 0, size, null);
  fs.closeSync(file);
  return room.toString("utf8", 0, length);
}

const plainly = { throwIfNoEntry: false } as const;
const filesIn = (folder: string) => [join(folder, "mortise.plugin.json"), join(folder, "index.js")] as const;

/** Every look that the core takes at the disk for a plugin, and nothing else: no text is parsed. */
function lookAsCore(folder: string): number {
  const [manifest, entry] = filesIn(folder);
  fs.lstatSync(folder, plainly);
  fs.lstatSync(manifest, plainly);
  const length = read(manifest).length + read(join(folder, "package.json")).length;
  fs.lstatSync(entry, plainly);
  return length;
}

/** Looks at one plugin in `lookAsCore`, as `watchDisk` counts them. */
const looksAtEach = 5;

/** Asked straightforwardly: where folder, manifest and entry really are, who may write to them, and the two texts. */
function lookPlainly(folder: string): number {
  const [manifest, entry] = filesIn(folder);
  fs.statSync(folder, plainly);
  fs.realpathSync.native(folder);
  fs.statSync(manifest, plainly);
  fs.realpathSync.native(manifest);
  const length = read(manifest).length + read(join(folder, "package.json")).length;
  fs.statSync(entry, plainly);
  fs.realpathSync.native(entry);
  return length;
}

const loop = (look: (folder: string) => number) => () =>
  fs.readdirSync(plugins).reduce((sum, name) => sum + look(join(plugins, name)), 0);

const roots = [{ path: plugins, origin: "global" as const }];
const vocabulary = vocabularyOf(gatewaySdk);
const find = () => discover({ roots, formats: [nativeFormat], vocabulary, development: false, expandGlob: () => [] });

/** What is compared must be the same: all plugins are found, by no more and no fewer looks than the loop takes. */
function check(): void {
  let looks = 0;
  const stop = watchDisk(({ kind }) => void (looks += kind === "entry" ? 1 : 0));
  const ready = find().candidates.filter(({ status }) => status === "ready").length;
  stop();
  if (ready !== count) throw new Error(`${ready} plugins of ${count} were found`);
  const each = Math.floor(looks / count);
  if (each !== looksAtEach) throw new Error(`the core takes ${each} looks at a plugin, the bare loop ${looksAtEach}`);
}

check();
const options = optionsFor(plugins, own);
answer(
  await leastOf(
    {
      same: timed(loop(lookAsCore)),
      plain: timed(loop(lookPlainly)),
      found: timed(find),
      decided: timed(() => readControlPlane(options, "recall")),
    },
    rounds,
  ),
);
