import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fingerprint, isFresh, writeStamp } from "./fingerprint.mjs";

let top: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(top, path)), { recursive: true });
  writeFileSync(join(top, path), text);
}

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "mortise-build-"));
  mkdirSync(join(top, "plugins"));
  write("packages/core/package.json", "{}");
  write("packages/core/src/host.ts", "export {};\n");
  write("packages/core/src/host.test.ts", "export {};\n");
  write("packages/core/dist/host.js", "export {};\n");
  writeStamp(top, { sources: fingerprint(top), outputs: ["packages/core/dist/host.js"] });
});

afterEach(() => rmSync(top, { recursive: true }));

test("nothing changed: fresh [REPO-3]", () => {
  expect(isFresh(top)).toBe(true);
});

test("never built: stale", () => {
  rmSync(join(top, "node_modules"), { recursive: true });
  expect(isFresh(top)).toBe(false);
});

test.each([
  ["a source is edited", () => write("packages/core/src/host.ts", "export const a = 1;\n")],
  ["a source is added", () => write("packages/core/src/folder/new.ts", "export {};\n")],
  ["a source is removed", () => rmSync(join(top, "packages/core/src/host.ts"))],
  ["a package is added", () => write("plugins/clock/package.json", "{}")],
  ["a dependency is updated", () => write("pnpm-lock.yaml", "lockfileVersion: '9.0'\n")],
  ["a built file is gone", () => rmSync(join(top, "packages/core/dist/host.js"))],
])("%s: stale", (_title, change) => {
  change();
  expect(isFresh(top)).toBe(false);
});

test("a test is edited: still fresh", () => {
  write("packages/core/src/host.test.ts", "export const a = 1;\n");
  expect(isFresh(top)).toBe(true);
});
