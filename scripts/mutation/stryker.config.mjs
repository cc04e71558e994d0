import { fileURLToPath } from "node:url";

export default {
  testRunner: "vitest",
  vitest: { configFile: "scripts/mutation/vitest.config.ts", related: true },
  plugins: [fileURLToPath(import.meta.resolve("@stryker-mutator/vitest-runner"))],
  ignorePatterns: ["dist", ".cache", "docs"],
  // A mutant that is alive only while its module is evaluated would need a process of its own.
  ignoreStatic: true,
  coverageAnalysis: "perTest",
  reporters: ["clear-text", "progress-append-only"],
  thresholds: { high: 90, low: 85, break: 85 },
  timeoutMS: 5000,
  // Nothing to rewrite: the sandbox is a copy of the whole tree. (Its reader would want an older TypeScript.)
  tsconfigFile: "none",
};
