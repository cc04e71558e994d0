import { fileURLToPath } from "node:url";

export default {
  testRunner: "one-process",
  plugins: [fileURLToPath(import.meta.resolve("./plugin.mjs"))],
  ignorePatterns: ["dist", ".cache", "docs"],
  // A mutant that is alive only while its module is evaluated would need a process of its own.
  ignoreStatic: true,
  coverageAnalysis: "perTest",
  reporters: ["clear-text", "progress-append-only"],
  clearTextReporter: { logTests: false, reportTests: false },
  thresholds: { high: 90, low: 85, break: 85 },
  // Beside a part of what the tests take: they have a budget (see one-process.ts).
  timeoutMS: 4000,
  timeoutFactor: 0.25,
  // Nothing to rewrite: the sandbox is a copy of the whole tree. (Its reader would want an older TypeScript.)
  tsconfigFile: "none",
};
