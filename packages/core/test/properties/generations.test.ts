import { speech } from "@mortise/sdk";
import fc from "fast-check";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { HostChange } from "../../src/host-change.js";
import type { PluginInstance } from "../../src/loading/instance.js";
import type { Registry } from "../../src/registry/registry.js";
import { writeFiles } from "../folder.js";
import {
  beginCourse,
  courseFiles,
  labelOf,
  ownedIn,
  pluginIds,
  steps,
  withRequired,
  type Course,
  type Setting,
  type Step,
} from "./course.js";

let folder = "";
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "mortise-course-")));
  writeFiles(folder, courseFiles);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A generation as it stood when it was the current one. */
interface Kept {
  readonly registry: Registry;
  readonly instances: readonly (readonly [string, PluginInstance])[];
  readonly owned: ReadonlyMap<string, string>;
}

const keep = (registry: Registry): Kept => ({
  registry,
  instances: [...registry.instances],
  owned: ownedIn(registry.contributions()),
});

type Check = (course: Course, step: Step, change: HostChange, before: Kept) => void;

/** Runs random courses, and looks at each after every step. */
function holds(numRuns: number, settings: readonly Setting[], check: Check): Promise<void> {
  const run = async (taken: readonly Step[]) => {
    const course = await beginCourse(folder);
    try {
      for (const step of taken) {
        const before = keep(course.host.registry);
        check(course, step, await course.take(step), before);
      }
    } finally {
      await course.host.close();
    }
    expect(course.alive()).toEqual([]);
  };
  return fc.assert(fc.asyncProperty(steps(settings), run), { numRuns });
}

const sound: readonly Setting[] = [{ level: 1 }, { level: 2 }, "off"];
const faulty: readonly Setting[] = [...sound, "broken", "failing"];

/** Whoever is loaded may run, with all that it requires; of those who declare an id the first in plugin order owns it. */
const checkOwners: Check = ({ host }) => {
  const { registry, controlPlane } = host;
  const order = controlPlane.order.map(({ id }) => id);
  for (const id of registry.instances.keys()) {
    expect(order).toContain(id);
    expect([...registry.instances.keys()]).toEqual(expect.arrayContaining([...withRequired(id)]));
  }
  const found = registry.get(speech, "shared");
  const first = order.find((id) => registry.instances.has(id) || !host.failureOf(id));
  expect(found?.status === "failed" ? undefined : found?.plugin).toBe(first);
};

/** Each plugin has the one instance that the registry names; the change says which are others; who failed stays. */
const checkInstances: Check = ({ host, alive }, step, change, before) => {
  expect(alive()).toEqual([...host.registry.instances.keys()].toSorted());
  const was = new Map(before.instances);
  const is = host.registry.instances;
  const both = pluginIds.filter((id) => was.has(id) && is.has(id));
  expect(change.loaded.toSorted()).toEqual(pluginIds.filter((id) => !was.has(id) && is.has(id)));
  expect(change.unloaded.toSorted()).toEqual(pluginIds.filter((id) => was.has(id) && !is.has(id)));
  expect(change.reloaded.toSorted()).toEqual(both.filter((id) => was.get(id) !== is.get(id)));
  for (const { plugin } of change.failed) expect([plugin, is.get(plugin)]).toEqual([plugin, was.get(plugin)]);
};

/** Nothing of a generation changes after it was there; what is told, to who asked and to listeners, is the difference. */
const checkGenerations: Check = ({ host, heard }, _step, change, before) => {
  expect([...before.registry.instances]).toEqual(before.instances);
  expect(ownedIn(before.registry.contributions())).toEqual(before.owned);
  const now = ownedIn(host.registry.contributions());
  expect(heard).toEqual(now);
  const { added, removed, changed } = change.delta;
  const told = new Map(before.owned);
  for (const key of ownedIn(removed).keys()) told.delete(key);
  for (const [key, text] of [...ownedIn(added), ...ownedIn(changed)]) told.set(key, text);
  expect(told).toEqual(now);
};

describe("a host that is changed at random", () => {
  it("has loaded what was asked for and may run, with the config of now [LIFE-6, LIFE-8]", async () => {
    await holds(40, sound, (course, step, change, before) => {
      const { host, expected } = course;
      const loaded = [...host.registry.instances.keys()].map((id) => [id, labelOf(host, id)]);
      expect(Object.fromEntries(loaded)).toEqual(
        Object.fromEntries([...expected].map(([id, level]) => [id, String(level)])),
      );
      // To reload or enable what is kept out by another fails; nothing else does.
      const order = host.controlPlane.order.map(({ id }) => id);
      expect(change.failed.filter(({ plugin }) => order.includes(plugin))).toEqual([]);
      checkGenerations(course, step, change, before);
    });
  });

  it("keeps one instance of each, owners by rule and every generation as it was, whatever fails [LIFE-1, LIFE-3, LIFE-4, LIFE-5, LIFE-10, OWN-3]", async () => {
    const looked = vi.fn<Check>((...seen) => {
      checkInstances(...seen);
      checkOwners(...seen);
      checkGenerations(...seen);
    });
    await holds(60, faulty, looked);
    expect(looked.mock.calls.some(([, , { failed }]) => failed.length > 0)).toBe(true);
  });
});
