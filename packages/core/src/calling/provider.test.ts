import { speech } from "@mortise/sdk";
import { describe, expect, it, vi } from "vitest";
import { providerOf } from "../../test/calling.js";
import type { Registry } from "../registry/registry.js";
import { createResolver } from "./provider.js";

const provider = providerOf({ synthesize: () => 1 }, { plugin: "voice", id: "v", contract: speech });
const active = {
  status: "active",
  id: "v",
  plugin: "voice",
  value: provider.value,
  registration: provider.registration,
};
const declared = (plugin: string) => ({ status: "declared", id: "v", plugin });

/** A resolver on registries, of which each load brings the next; the last stays. */
function resolverOn(...found: readonly (object | undefined)[]) {
  const registries = found.map((one) => ({ get: () => one }) as unknown as Registry);
  let now = 0;
  const load = vi.fn(async () => {
    if (load.mock.calls.length > found.length) throw new Error("it is loaded again and again");
    now = Math.min(now + 1, found.length - 1);
  });
  return { load, resolve: createResolver({ registry: () => registries[now] as Registry, load }) };
}

describe("a provider [CALL-4]", () => {
  it("that is there is given at once", async () => {
    const { resolve, load } = resolverOn(active);
    expect(await resolve(speech, "v")).toEqual(provider);
    expect(load).not.toHaveBeenCalled();
  });

  it("that is only declared is loaded", async () => {
    const { resolve, load } = resolverOn(declared("voice"), active);
    expect(await resolve(speech, "v")).toEqual(provider);
    expect(load.mock.calls).toEqual([[["voice"]]]);
  });

  it("whose owner fails is the next in line, loaded too", async () => {
    const { resolve, load } = resolverOn(declared("broken"), declared("voice"), active);
    expect(await resolve(speech, "v")).toEqual(provider);
    expect(load.mock.calls).toEqual([[["broken"]], [["voice"]]]);
  });

  it.each([
    ["nobody has", [undefined], 0],
    ["is overruled", [{ ...declared("voice"), status: "overruled" }], 0],
    ["loading does not bring", [declared("voice")], 1],
    ["nobody is left for", [declared("broken"), undefined], 1],
  ] as const)("that %s is nothing", async (_name, found, loads) => {
    const { resolve, load } = resolverOn(...found);
    expect(await resolve(speech, "v")).toBeUndefined();
    expect(load).toHaveBeenCalledTimes(loads);
  });
});
