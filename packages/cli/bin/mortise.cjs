#!/usr/bin/env node
// The command is dist/mortise.cjs. This door to it is committed, so that an install can link it before anything is
// built. In a checkout that was never built it builds first.
"use strict";
const { readFileSync, renameSync, statSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join } = require("node:path");
const vm = require("node:vm");

const program = join(__dirname, "..", "dist", "mortise.cjs");
// What V8 made of the program when it was built: starting from it takes a fifth off the whole run.
const codeCache = `${program}.cache`;
const isWritingCache = process.env.MORTISE_WRITE_CODE_CACHE === "1";

/** When a file was last written, in milliseconds; undefined when there is none. */
function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

function build() {
  const script = join(__dirname, "..", "..", "..", "scripts", "build-if-stale.mjs");
  if (timeOf(script) === undefined) {
    console.error(`${program} is missing, so @mortise/cli is not whole. Install it again.`);
    process.exit(1);
  }
  const { spawnSync } = require("node:child_process");
  const { status } = spawnSync(process.execPath, [script], { stdio: ["ignore", 2, 2] });
  if (status === 0 && timeOf(program) !== undefined) return;
  console.error("The mortise command could not be built. See above, or run: npx pnpm@12.21.0 run build");
  process.exit(1);
}

/** Runs the program as `require` would, with the code cache in between. */
function run(cachedData) {
  const source = readFileSync(program, "utf8").replace(/^#!/, "//");
  const script = new vm.Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: program,
    cachedData,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const main = new Module(program);
  main.filename = program;
  // Its other files require it by name, and must not run it a second time.
  require.cache[program] = main;
  script.runInThisContext()(main.exports, Module.createRequire(program), main, program, dirname(program));
  // Its other files would be warned of a circle as long as Node takes it to be half loaded.
  main.loaded = true;
  return script;
}

/** Writes the cache at exit, when all functions that a run needs have been compiled. */
function runAndWriteCache() {
  const builtAt = timeOf(program);
  const script = run();
  process.on("exit", (exitCode) => {
    // A cache of another program would be run in this one's place.
    if (exitCode !== 0 || timeOf(program) !== builtAt) return;
    const temporary = `${codeCache}.${process.pid}`;
    writeFileSync(temporary, script.createCachedData());
    renameSync(temporary, codeCache);
  });
}

if (timeOf(program) === undefined) build();
if (isWritingCache) runAndWriteCache();
// Older than the program: made of another one. Of another Node: V8 sees that, and compiles.
else if ((timeOf(codeCache) ?? 0) >= timeOf(program)) run(readFileSync(codeCache));
else require(program);
