import { gatewayContracts, type Contract } from "@mortise/sdk";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { foldId } from "../../src/catalog/candidate.js";
import { foldContributionId } from "../../src/catalog/contribution-id.js";
import { checkRegistration } from "../../src/loading/registration.js";
import { doctor, status } from "../../src/reporting/doctor.js";
import { livePlugins } from "../../src/reporting/live.js";
import { reportPlugins } from "../../src/reporting/plugin-report.js";
import { declaredBy, failingIn, isFaulty, keptOf, shapeOfAll, wishesOf } from "./expected.js";
import { nameOf, randomSets, registrationUnder, type RandomSet } from "./random-set.js";
import { hostOn, isLoaded, loadAll, prepareFolders, type RunningSet } from "./run-set.js";

const contracts: readonly Contract[] = Object.values(gatewayContracts);
const undone = ["register", "aborted", "second disposed", "first disposed"];
const unloaded = ["register", "unload", "aborted", "second disposed", "first disposed"];
let folder = "";

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "mortise-sets-")));
  prepareFolders(folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a property on hosts of random sets, each closed afterwards. */
function holdsFor(numRuns: number, property: (running: RunningSet, set: RandomSet) => Promise<void>): Promise<void> {
  const run = async (set: RandomSet) => {
    const running = await hostOn(folder, set);
    try {
      await property(running, set);
    } finally {
      await running.host.close();
    }
  };
  return fc.assert(fc.asyncProperty(randomSets, run), { numRuns });
}

describe("random sets of plugins of every kind", () => {
  it("have something sound to register under every contract [SDK-7]", () => {
    for (const contract of contracts) {
      const value = registrationUnder(
        contract,
        contract.key === "apis" ? "x@1.0.0" : contract.idField === "path" ? "/x" : "x",
      );
      expect(checkRegistration("", contract, value)).toBeUndefined();
    }
  });

  it("1, 4: each registration has one owner that the registry names, and a duplicate is decided by rule [OWN-1, OWN-2]", async () => {
    await holdsFor(600, async (running, set) => {
      const { host } = running;
      for (const { id } of set.shuffle(host.controlPlane.order).slice(0, 4)) await host.load([id]);
      const { registry } = host;
      const wishes = wishesOf(running, set);
      for (const [name, all] of wishes) {
        const [first, ...others] = all;
        const { contract, id } = first?.contribution ?? expect.fail(name);
        const found = registry.get(contract, id);
        expect([name, found?.plugin]).toEqual([name, first?.plugin]);
        const isHere = (entry: { readonly id: string }) => nameOf({ contract, id: entry.id }) === name;
        const owners = contract.ownership === "shared" ? all : all.slice(0, 1);
        const listed = registry
          .list(contract)
          .filter(isHere)
          .map(({ plugin }) => plugin);
        const active = registry
          .entries(contract)
          .filter(isHere)
          .map(({ plugin }) => plugin);
        expect(new Set(listed)).toEqual(new Set(owners.map(({ plugin }) => plugin)));
        expect(listed).toHaveLength(owners.length);
        expect(new Set(active)).toEqual(new Set(owners.filter(({ isActive }) => isActive).map(({ plugin }) => plugin)));
        expect(found?.overruled).toEqual(contract.ownership === "shared" ? [] : others.map(({ plugin }) => plugin));
        if (contract.ownership === "shared") continue;
        for (const loser of others) {
          const said = `of ${loser.plugin} (${loser.root}) is not used: ${first?.plugin} (${first?.root})`;
          const about = registry.diagnostics.filter(
            ({ code, plugin }) => code === "OWNER_OVERRULED" && plugin === loser.plugin,
          );
          expect(about.map(({ message }) => message)).toContainEqual(expect.stringContaining(said));
          for (const { help } of about) expect(help).not.toBe("");
        }
      }
      const named = contracts.flatMap((contract) => registry.list(contract).map(({ id }) => nameOf({ contract, id })));
      expect(new Set(named)).toEqual(new Set(wishes.keys()));
      for (const instance of registry.instances.values()) {
        for (const registration of instance.registrations) {
          const owns = registry
            .entries(registration.contract)
            .some(({ plugin, value }) => plugin === instance.id && value === registration.value);
          expect(registry.isActive(registration)).toBe(owns);
        }
      }
    });
  });

  it("2: a plugin that fails leaves nothing behind of what went through api, and fails nobody but who requires it [REG-1]", async () => {
    await holdsFor(500, async (running, set) => {
      const { host } = running;
      await loadAll(running, set.shuffle);
      await setImmediate();
      const failing = failingIn(running);
      for (const { id, root } of host.controlPlane.order) {
        const isFailing = failing.has(foldId(id));
        expect([id, isLoaded(running, id), host.failureOf(id) !== undefined]).toEqual([id, !isFailing, isFailing]);
        const plugin = running.pluginAt(root);
        const deeds = running.deedsOf(plugin);
        if (!isFailing) expect(deeds).toEqual(["register"]);
        // One that requires a plugin that failed has not run at all, or, in a circle, was loaded and is unloaded.
        else if (isFaulty(plugin.fate) && deeds.length > 0) expect(deeds).toEqual(undone);
        else if (deeds.length > 0) expect(deeds).toEqual(unloaded);
      }
      const { registry } = host;
      const left = [...contracts.flatMap((contract) => registry.list(contract)), ...registry.handlers("llm_input")];
      expect(left.filter(({ plugin }) => failing.has(foldId(plugin)))).toEqual([]);
    });
  });

  it("3: the registry is the same in whatever order they are found and loaded [OWN-3]", async () => {
    await holdsFor(500, async (running, set) => {
      await loadAll(running);
      const expected = told(running);
      const other = await hostOn(folder, set, set.shuffle);
      await loadAll(other, set.shuffle);
      try {
        expect(told(other)).toEqual(expected);
      } finally {
        await other.host.close();
      }
    });
  });

  it("5: the shape follows from what was registered, before that it is called declared, and drift is told [OWN-6]", async () => {
    await holdsFor(400, async (running) => {
      const { host, pluginAt } = running;
      for (const { root, shape, status: state } of reportPlugins(host.controlPlane)) {
        const plugin = pluginAt(root);
        if (state === "enabled")
          expect(shape).toEqual({ value: shapeOfAll(declaredBy(plugin), plugin.listens), basis: "declared" });
      }
      await loadAll(running);
      for (const { id, root, shape, drift, status: state } of reportPlugins(host.controlPlane, livePlugins(host))) {
        if (state !== "active") continue;
        const plugin = pluginAt(root);
        const [kept, declared] = [keptOf(plugin), declaredBy(plugin)];
        expect(shape).toEqual({ value: shapeOfAll(kept, plugin.listens), basis: "registered" });
        const names = (all: readonly string[] = []) => all.map((name) => name.toLowerCase()).toSorted();
        const missing = declared.map(nameOf).filter((name) => !kept.map(nameOf).includes(name));
        expect(names(drift?.absent)).toEqual(names(missing));
        expect(names(drift?.undeclared)).toEqual(names(kept.filter(({ isDeclared }) => !isDeclared).map(nameOf)));
        const codes = host.diagnostics.all.filter((one) => one.plugin === id).map(({ code }) => code);
        expect(codes.filter((code) => code === "REGISTER_ABSENT")).toHaveLength(missing.length);
      }
    });
  });

  it("6: a plugin of the workspace or the user shadows a bundled one only where it is enabled or allowed by name [POL-3]", async () => {
    await holdsFor(500, async ({ host }, { settings }) => {
      const { plugins } = host.controlPlane;
      for (const { decision } of plugins) {
        const { id, origin } = decision.candidate;
        if (origin !== "workspace" && origin !== "global") continue;
        const bundled = plugins.filter(
          ({ decision: { candidate } }) => candidate.origin === "bundled" && candidate.id === id,
        );
        if (bundled.length === 0) continue;
        const isAllowed = settings.allow?.map(foldId).includes(id) === true;
        if (settings.entries[id]?.enabled === true || isAllowed) {
          expect(bundled.filter((other) => other.decision.enabled)).toEqual([]);
        } else {
          expect(decision.enabled).toBe(false);
          const isNamed = plugins.some(
            ({ decision: { candidate } }) => candidate.origin === "config" && candidate.id === id,
          );
          const standing = bundled.filter((other) => other.decision.reason !== "shadowed");
          expect(isNamed || standing.length > 0).toBe(true);
        }
      }
    });
  });

  it("9: finding, deciding, planning and reporting run no plugin's code and load nothing [CAT-5]", async () => {
    await holdsFor(400, async ({ host, deedsOf }, { plugins }) => {
      const { controlPlane } = host;
      reportPlugins(controlPlane, livePlugins(host));
      doctor(controlPlane);
      status(controlPlane);
      for (const contract of contracts) {
        host.registry.list(contract);
        controlPlane.plan(`${contract.kind}:x`);
      }
      expect(plugins.flatMap(deedsOf)).toEqual([]);
      expect(host.registry.instances.size).toBe(0);
    });
  });

  it("10: closing undoes what every plugin did through api, last first [REG-7]", async () => {
    await holdsFor(300, async (running, { plugins }) => {
      await loadAll(running);
      const loaded = plugins.filter((plugin) => running.deedsOf(plugin).length === 1);
      await running.host.close();
      for (const plugin of loaded) expect(running.deedsOf(plugin)).toEqual(unloaded);
    });
  });
});

/** All that a host says once everything is loaded, as plain data, places told apart. */
function told({ host }: RunningSet): unknown {
  const { registry, controlPlane } = host;
  const ids = ["x", "y", "z", "Z", "w", "/x", "/y", "/Z", "x@1.0.0", "y@1.0.0", "z@1.0.0"];
  return {
    decisions: controlPlane.plugins.map(({ decision }) => `${decision.candidate.root} ${decision.reason}`).toSorted(),
    order: controlPlane.order.map(({ root }) => root),
    slots: Object.fromEntries(controlPlane.slots),
    found: controlPlane.diagnostics.map(({ code, message }) => `${code} ${message}`).toSorted(),
    lists: contracts.map((contract) => registry.list(contract)),
    lookups: contracts.flatMap((contract) =>
      ids.map((id) => {
        const lookup = registry.get(contract, id);
        if (lookup?.status !== "active") return [contract.kind, id, lookup];
        const { value: _, registration: __, ...rest } = lookup;
        return [contract.kind, foldContributionId(contract, id), rest];
      }),
    ),
    entries: contracts.map((contract) => registry.entries(contract).map(({ id, plugin }) => `${plugin} ${id}`)),
    handlers: registry.handlers("llm_input").map(({ plugin }) => plugin),
    instances: [...registry.instances.keys()],
    // In a circle of requirements the order of loading says which of two reasons a plugin is told; that it fails stays.
    failures: controlPlane.order.flatMap(({ id }) => (host.failureOf(id) ? [id] : [])),
    diagnostics: registry.diagnostics,
  };
}
