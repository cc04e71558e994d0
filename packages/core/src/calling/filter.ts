import type { HookFilter, HookFilterValue } from "@mortise/sdk";

/** Whether a handler wants an event. */
export type EventTest = (event: unknown) => boolean;

type ValueTest = (value: unknown) => boolean;

/** Makes one test of several filters, all of which must match; none where there is nothing to test. */
export function compileFilters(filters: readonly HookFilter[]): EventTest | undefined {
  const tests = filters.flatMap((filter) => Object.entries(filter).map(([path, wanted]) => memberTest(path, wanted)));
  const [first] = tests;
  if (first === undefined) return undefined;
  return tests.length === 1 ? first : (event) => tests.every((test) => test(event));
}

function memberTest(path: string, wanted: HookFilterValue | readonly HookFilterValue[]): EventTest {
  const steps = path.split(".");
  const tests = (Array.isArray(wanted) ? (wanted as readonly HookFilterValue[]) : [wanted as HookFilterValue]).map(
    valueTest,
  );
  return (event) => anyAt(event, steps, 0, (value) => tests.some((test) => test(value)));
}

/** Whether any value at the end of the steps passes; of a list on the way, or at the end, any element will do. */
function anyAt(value: unknown, steps: readonly string[], index: number, test: ValueTest): boolean {
  if (Array.isArray(value)) return value.some((each) => anyAt(each, steps, index, test));
  const step = steps[index];
  if (step === undefined) return test(value);
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return false;
  return anyAt((value as Readonly<Record<string, unknown>>)[step], steps, index + 1, test);
}

function valueTest(wanted: HookFilterValue): ValueTest {
  if (typeof wanted !== "string" || !wanted.includes("*")) return (value) => value === wanted;
  const middle = wanted.split("*");
  const [head, tail] = [middle.shift() as string, middle.pop() as string];
  return (value) => typeof value === "string" && isLike(value, head, middle, tail);
}

/** Whether text begins and ends so, with these parts between and any text between all of them. */
function isLike(text: string, head: string, middle: readonly string[], tail: string): boolean {
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false;
  const end = text.length - tail.length;
  let place = head.length;
  for (const part of middle) {
    const found = text.indexOf(part, place);
    if (found < 0 || found + part.length > end) return false;
    place = found + part.length;
  }
  return true;
}
