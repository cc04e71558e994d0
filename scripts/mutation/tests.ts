/**
 * Stands in the place of vitest's `describe`, `it` and hooks where mutants are tested: collects what a test file
 * declares once, so that one test can be run again and again in this process. What vitest itself offers without a runner
 * around it (`expect`, `vi`) is its own.
 */
import { format } from "node:util";
import { vi } from "vitest";

export { expect, expectTypeOf, vi } from "vitest";

type Body = (...given: readonly unknown[]) => unknown;

interface Suite {
  readonly name: string;
  readonly parent: Suite | undefined;
  readonly beforeAll: Body[];
  readonly afterAll: Body[];
  readonly beforeEach: Body[];
  readonly afterEach: Body[];
}

/** One test, ready to be run. */
export interface Test {
  /** Its file and its place in it. */
  readonly id: string;
  readonly name: string;
  /** @throws what the test failed with */
  readonly run: () => Promise<void>;
}

// Taken before a test puts others in their place.
const { setTimeout, clearTimeout, setImmediate } = globalThis;
const tests: Test[] = [];
let file = "";
let suite = newSuite("", undefined);
let finishing: Body[] = [];
/** How long a test may take that waits for something, in milliseconds. Of one that a mutant hangs, Stryker has less. */
const patience = 30_000;

// The part of vitest's own state that its fake timers ask for.
Object.assign(globalThis, { __vitest_worker__: { config: { fakeTimers: { loopLimit: 10_000 } } } });

function newSuite(name: string, parent: Suite | undefined): Suite {
  return { name, parent, beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] };
}

/** From the outermost to this one. */
function around(of: Suite): readonly Suite[] {
  return [...(of.parent === undefined ? [] : around(of.parent)), of];
}

/** Imports a test file and takes the tests that it declares. */
export async function collect(path: string, load: () => Promise<unknown>): Promise<readonly Test[]> {
  file = path;
  suite = newSuite("", undefined);
  const first = tests.length;
  await load();
  joinTests(suite, first);
  return tests.slice(first);
}

export function describe(name: string, body: () => void): void {
  suite = newSuite(name, suite);
  const first = tests.length;
  body();
  joinTests(suite, first);
  suite = suite.parent ?? suite;
}

/** What is made once for all tests of a suite is made under each mutant anew: those tests are one. */
function joinTests({ name, beforeAll, afterAll }: Suite, first: number): void {
  if (beforeAll.length + afterAll.length === 0) return;
  const own = tests.splice(first);
  const id = `${file}#${first}`;
  tests.push({
    id,
    name: `${name} (${own.length} tests)`,
    run: () => inTime(() => runSuite(own, beforeAll, afterAll)),
  });
}

async function runSuite(own: readonly Test[], before: readonly Body[], after: readonly Body[]): Promise<void> {
  try {
    for (const one of before) await one();
    for (const test of own) await test.run();
  } finally {
    for (const one of after.toReversed()) await one();
  }
}

function declare(name: string, body: Body, given: readonly unknown[] = []): void {
  const of = suite;
  const suites = around(of);
  const names = [...suites.map((one) => one.name), name].filter((part) => part !== "");
  const id = `${file}#${tests.length}`;
  tests.push({ id, name: names.join(" > "), run: () => inTime(() => runTest(suites, () => body(...given))) });
}

async function inTime(run: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Not over after ${patience} ms.`)), patience);
  });
  try {
    await Promise.race([run(), late]);
    // So that a rejection that nobody took is told while this test is the one that runs.
    await new Promise((resolve) => void setImmediate(resolve));
  } finally {
    clearTimeout(timer);
  }
}

async function runTest(suites: readonly Suite[], body: () => unknown): Promise<void> {
  finishing = [];
  const failures: unknown[] = [];
  const attempt = async (one: () => unknown) => {
    try {
      await one();
    } catch (error) {
      failures.push(error);
    }
  };
  for (const { beforeEach } of suites) for (const one of beforeEach) await attempt(one);
  if (failures.length === 0) await attempt(body);
  for (const { afterEach } of suites.toReversed()) for (const one of afterEach.toReversed()) await attempt(one);
  for (const one of finishing.toReversed()) await attempt(one);
  if (vi.isFakeTimers()) vi.useRealTimers();
  if (failures.length > 0) throw failures[0];
}

function bodyOf(given: readonly unknown[]): Body {
  const body = given.find((one): one is Body => typeof one === "function");
  if (body === undefined) throw new Error("A test has a body.");
  return body;
}

export const it = Object.assign((name: string, ...given: readonly unknown[]) => declare(name, bodyOf(given)), {
  each:
    (cases: readonly unknown[]) =>
    (name: string, ...given: readonly unknown[]) => {
      // As vitest does: a list among what is no list is itself what is given.
      const isSpread = cases.every((one) => Array.isArray(one));
      for (const one of cases) {
        const values: readonly unknown[] = isSpread ? (one as readonly unknown[]) : [one];
        declare(format(name, ...values), bodyOf(given), values);
      }
    },
  skipIf: (isSkipped: boolean) => (isSkipped ? () => {} : it),
});

export const beforeAll = (body: Body) => void suite.beforeAll.push(body);
export const afterAll = (body: Body) => void suite.afterAll.push(body);
export const beforeEach = (body: Body) => void suite.beforeEach.push(body);
export const afterEach = (body: Body) => void suite.afterEach.push(body);
export const onTestFinished = (body: Body) => void finishing.push(body);

export { it as test };
