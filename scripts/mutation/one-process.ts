import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import type { InstrumenterContext } from "@stryker-mutator/api/core";
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
  type CompleteDryRunResult,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from "@stryker-mutator/api/test-runner";
import { bundleTests } from "./bundle-tests.js";
import type { Test } from "./tests.js";

/** What the code with mutants looks at. */
const stryker: InstrumenterContext = ((globalThis as { __stryker__?: InstrumenterContext }).__stryker__ ??= {});

/** What tests of one mutant may take together, by what they took without it, in milliseconds; the quickest come first. */
const budget = 4000;

/**
 * Runs tests for Stryker in its own process, where a mutant is switched on by a variable: the code is loaded once, and not
 * again for each of some thousands of mutants.
 *
 * A test that fails with a mutant is run once more without it. Where it fails then too, something has stayed behind:
 * the process is given up, and the next mutant gets a new one.
 */
export class OneProcess implements TestRunner {
  #folder = "";
  readonly #tests = new Map<string, Test>();
  /** Milliseconds that tests took without a mutant, by id. */
  #took: ReadonlyMap<string, number> = new Map();
  #times = "";
  readonly #rejected: unknown[] = [];
  #isSpoiled = false;

  capabilities() {
    return { reloadEnvironment: false };
  }

  async init(): Promise<void> {
    process.on("unhandledRejection", (reason) => void this.#rejected.push(reason));
    process.on("uncaughtException", (error) => void this.#rejected.push(error));
    const root = process.cwd();
    const cache = join(root, "packages/core/.cache");
    mkdirSync(cache, { recursive: true });
    this.#times = join(cache, "mutation-times.json");
    if (existsSync(this.#times))
      this.#took = new Map(JSON.parse(readFileSync(this.#times, "utf8")) as [string, number][]);
    this.#folder = mkdtempSync(join(cache, "mutation-"));
    const { tests, files } = await bundleTests(root, this.#folder);
    for (const [file, load] of files) {
      for (const test of await tests.collect(file, load)) this.#tests.set(test.id, test);
    }
  }

  async dryRun(): Promise<DryRunResult> {
    const tests: TestResult[] = [];
    for (const test of this.#tests.values()) tests.push(await this.#run(test));
    // For the other processes too, and for those that come after a spoilt one: only the first runs all tests.
    writeFileSync(this.#times, JSON.stringify(tests.map(({ id, timeSpentMs }) => [id, timeSpentMs])));
    const { mutantCoverage } = stryker;
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
    if (this.#isSpoiled) throw new Error("A mutant left something behind.");
    const asked = (testFilter ?? [...this.#tests.keys()]).flatMap((id) => this.#tests.get(id) ?? []);
    Object.assign(stryker, {
      activeMutant: activeMutant.id,
      hitCount: hitLimit === undefined ? undefined : 0,
      hitLimit,
    });
    const ran = await this.#untilOneFails(this.#inBudget(asked));
    const outOfHits = determineHitLimitReached(stryker.hitCount, hitLimit);
    Object.assign(stryker, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
    await this.#lookBehind(ran);
    return toMutantRunResult(outOfHits ?? ran);
  }

  /** The quickest come first, and at least one comes. */
  #inBudget(tests: readonly Test[]): readonly Test[] {
    const time = ({ id }: Test) => this.#took.get(id) ?? 0;
    let sum = 0;
    return tests
      .toSorted((a, b) => time(a) - time(b))
      .filter((test, index) => (sum += time(test)) <= budget || index === 0);
  }

  async #untilOneFails(tests: readonly Test[]): Promise<CompleteDryRunResult> {
    const results: TestResult[] = [];
    for (const test of tests) {
      const result = await this.#run(test);
      results.push(result);
      if (result.status === TestStatus.Failed) break;
    }
    return { status: DryRunStatus.Complete, tests: results };
  }

  async #lookBehind({ tests }: CompleteDryRunResult): Promise<void> {
    const failed = tests.find(({ status }) => status === TestStatus.Failed);
    const test = failed && this.#tests.get(failed.id);
    if (test !== undefined) this.#isSpoiled = (await this.#run(test)).status === TestStatus.Failed;
  }

  async #run(test: Test): Promise<TestResult> {
    const { id, name } = test;
    stryker.currentTestId = id;
    this.#rejected.length = 0;
    const start = process.hrtime.bigint();
    const failure = await test.run().then(
      () => this.#rejected[0],
      (error: unknown) => error ?? new Error("The test failed."),
    );
    const timeSpentMs = Number(process.hrtime.bigint() - start) / 1e6;
    delete stryker.currentTestId;
    const about = { id, name, timeSpentMs };
    if (failure === undefined) return { ...about, status: TestStatus.Success };
    const failureMessage = failure instanceof Error ? (failure.stack ?? failure.message) : inspect(failure);
    return { ...about, status: TestStatus.Failed, failureMessage };
  }

  async dispose(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
