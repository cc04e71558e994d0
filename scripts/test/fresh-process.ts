// Most test files share a process with others; what an earlier file left in it is gone when the next begins.
import { vi } from "vitest";

const mark = Symbol.for("mortise.test.names");

/** The global names that there were before the first test file of this process. */
const names = ((globalThis as { [mark]?: ReadonlySet<string> })[mark] ??= new Set(
  Object.getOwnPropertyNames(globalThis),
));

vi.useRealTimers();
vi.restoreAllMocks();
vi.unstubAllEnvs();
vi.unstubAllGlobals();
// Plugins under test leave words to their tests on globalThis. Names with underscores are the runner's and libraries'.
for (const name of Object.getOwnPropertyNames(globalThis)) {
  if (!names.has(name) && !name.startsWith("__")) Reflect.deleteProperty(globalThis, name);
}
