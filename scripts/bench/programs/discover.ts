/** Finds and reads all plugins of a folder, and takes the same looks at the disk in a bare loop. */
import fs from "node:fs";
import { join } from "node:path";
import { discover, nativeFormat, readControlPlane, vocabularyOf, watchDisk } from "@mortise/core/catalog";
import { gatewaySdk } from "@mortise/sdk";
import { leastOf, timed } from "../measure.js";
import { answer, given } from "./given.js";
import { optionsFor } from "./host.js";

const { plugins, own, count, rounds } = given() as { plugins: string; own: string; count: number; rounds: number };

const room = Buffer.allocUnsafe(64 * 1024);

/** Opens, asks for the size, reads to the end and closes. */
function read(path: string): string {
  const file = fs.openSync(path, "r");
  fs.fstatSync(file);
  let length = 0;
  for (let bytes = -1; bytes !== 0; length += bytes)
    bytes = fs.readSync(file, room, length, room.length - length, null);
  fs.closeSync(file);
  return room.toString("utf8", 0, length);
}

/** Every look that reading a plugin takes at the disk, and nothing else: no text is parsed. */
function look(folder: string): number {
  const [manifest, entry] = [join(folder, "mortise.plugin.json"), join(folder, "index.js")];
  fs.statSync(manifest, { throwIfNoEntry: false });
  fs.realpathSync.native(folder);
  const length = read(manifest).length + read(join(folder, "package.json")).length;
  fs.realpathSync.native(manifest);
  fs.statSync(folder, { throwIfNoEntry: false });
  fs.statSync(entry, { throwIfNoEntry: false });
  fs.statSync(entry, { throwIfNoEntry: false });
  fs.realpathSync.native(entry);
  return length;
}

/** Looks at one plugin in `look`, as `watchDisk` counts them. */
const looksAtEach = 9;

function floor(): number {
  return fs.readdirSync(plugins).reduce((sum, name) => sum + look(join(plugins, name)), 0);
}

const roots = [{ path: plugins, origin: "global" as const }];
const vocabulary = vocabularyOf(gatewaySdk);
const find = () => discover({ roots, formats: [nativeFormat], vocabulary, development: false, expandGlob: () => [] });

/** What is compared must be the same: all plugins are found, by no more and no fewer looks than the loop takes. */
function check(): void {
  let looks = 0;
  const stop = watchDisk(() => void (looks += 1));
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
    { floor: timed(floor), found: timed(find), decided: timed(() => readControlPlane(options, "recall")) },
    rounds,
  ),
);
