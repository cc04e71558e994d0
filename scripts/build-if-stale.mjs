// Builds the JavaScript of all packages when a source is newer than what was built; prints nothing otherwise.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isFresh } from "./build/fingerprint.mjs";

const top = join(dirname(fileURLToPath(import.meta.url)), "..");

if (!isFresh(top)) {
  console.error("Building Mortise: the sources are newer than the built files.");
  const jiti = join(dirname(createRequire(import.meta.url).resolve("jiti/package.json")), "lib", "jiti-cli.mjs");
  // Everything goes to stderr, so that a command which builds first still prints nothing but its answer on stdout.
  const build = spawnSync(process.execPath, [jiti, join(top, "scripts", "build.ts"), "--js"], {
    cwd: top,
    stdio: ["ignore", 2, 2],
  });
  if (build.error) console.error(`The build could not be started: ${build.error.message}`);
  process.exitCode = build.status ?? 1;
}
