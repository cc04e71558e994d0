import type { ApiClient } from "@mortise/sdk";
import { describe, expect, it } from "vitest";
import { ready } from "../../test/candidates.js";
import { hostWith, type WrittenPlugin } from "../../test/host-with.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { createApiClient } from "./api-client.js";

const offers = (version: string, more = "isPublic: true,", name = "orders"): WrittenPlugin => ({
  provides: { apis: [`${name}@${version}`] },
  register: `api.registerApi({ id: "${name}@${version}", description: "Orders.", ${more}
    methods: {
      async get({ id }, { signal }) { return { id, version: "${version}", aborted: signal.aborted }; },
      async fail() { throw new Error("no such order"); },
    } });`,
});

/** A plugin that keeps the client of an API where the test finds it. */
const uses = (reference: string, manifest: object = {}): WrittenPlugin => ({
  manifest,
  register: `(globalThis.apiClients ??= {}).user = api.use(${JSON.stringify(reference)});`,
});

function client(): ApiClient<Record<string, (request: never) => Promise<unknown>>> {
  return (globalThis as unknown as { apiClients: { user: ReturnType<typeof client> } }).apiClients.user;
}

const get = (id: string) => client().call("get", { id } as never);

const unasked = (): never => {
  throw new Error("it is not to be asked");
};
/** What a host has for clients that has no APIs. */
const without = {
  contract: undefined,
  registry: unasked,
  resolve: unasked,
  decisions: [],
  failures: () => new Map(),
  invoke: unasked,
};

describe("another plugin's API [CALL-10]", () => {
  it("is called by name and range; its owner is loaded by the first call", async () => {
    const { host } = await hostWith({ shop: offers("1.2.0"), user: uses("orders@^1") });
    await host.load(["user"]);
    expect(client().state()).toEqual({ isAvailable: true, plugin: "shop", id: "orders@1.2.0" });
    expect(host.registry.instances.has("shop")).toBe(false);
    expect(await get("7")).toEqual({ id: "7", version: "1.2.0", aborted: false });
    expect(host.registry.instances.has("shop")).toBe(true);
  });

  it("is the highest version that fits", async () => {
    const { host } = await hostWith({
      old: offers("1.2.0"),
      newer: offers("1.10.0"),
      next: offers("2.0.0"),
      user: uses("orders@^1"),
    });
    await host.load(["user"]);
    expect(await get("7")).toMatchObject({ version: "1.10.0" });
  });

  it("is never another API whose version fits", async () => {
    const { host } = await hostWith({
      shop: offers("1.0.0"),
      books: offers("1.5.0", "isPublic: true,", "invoices"),
      user: uses("Orders@^1"),
    });
    await host.load(["user"]);
    expect(client().state()).toMatchObject({ plugin: "shop", id: "orders@1.0.0" });
    expect(await get("7")).toMatchObject({ version: "1.0.0" });
  });

  it("rejects as its method does, and names a method that is not there", async () => {
    const { host } = await hostWith({ shop: offers("1.0.0"), user: uses("orders") });
    await host.load(["user"]);
    await expect(client().call("fail", {} as never)).rejects.toThrow("no such order");
    await expect(client().call("constructor", {} as never)).rejects.toMatchObject({ code: "unsupported" });
  });

  it("is for those only who require its owner, where it is not public", async () => {
    const { host } = await hostWith({ shop: offers("1.0.0", ""), user: uses("orders@1") });
    await host.load(["user"]);
    await expect(get("7")).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("not public") as string,
    });
    expect(client().state()).toMatchObject({ isAvailable: false });
    const closer = await hostWith({ shop: offers("1.0.0", ""), user: uses("orders@1", { requires: { shop: "*" } }) });
    await closer.host.load(["user"]);
    expect(await get("7")).toMatchObject({ id: "7" });
  });

  it.each([
    ["nobody offers it", {}, "no plugin offers it"],
    ["another version is there", { shop: offers("2.0.0") }, "there is orders@2.0.0, and ^1 is wanted"],
    [
      "other versions are there",
      { shop: offers("2.0.0"), trader: offers("3.0.0") },
      "there is orders@2.0.0, orders@3.0.0, and ^1 is wanted",
    ],
    ["another API is there", { shop: offers("1.0.0", "isPublic: true,", "invoices") }, "no plugin offers it"],
    ["its owner failed", { shop: { ...offers("1.0.0"), register: "throw new Error('broken')" } }, "broken"],
  ])("says why it is not there: %s", async (_name, plugins: Readonly<Record<string, WrittenPlugin>>, reason) => {
    const { host } = await hostWith({ ...plugins, user: uses("orders@^1") });
    await host.load(["user", ...Object.keys(plugins)]);
    expect(client().state()).toMatchObject({ isAvailable: false, reason: expect.stringContaining(reason) as string });
    await expect(get("7")).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining(reason) as string,
    });
  });

  it("says that its owner is turned off, and by what", async () => {
    const { host } = await hostWith({ shop: offers("1.0.0"), user: uses("orders") }, { settings: { deny: ["shop"] } });
    await host.load(["user"]);
    await expect(get("7")).rejects.toThrow(
      "the API orders@* cannot be called: the plugin shop offers it and does not run: plugins.deny names it",
    );
  });

  it("says nothing of plugins that are turned off and offer another", async () => {
    const invoices = offers("1.0.0", "isPublic: true,", "invoices");
    const { host } = await hostWith({ shop: invoices, user: uses("orders") }, { settings: { deny: ["shop"] } });
    await host.load(["user"]);
    expect(client().state()).toEqual({ isAvailable: false, reason: "no plugin offers it" });
  });

  it("says what is so now: that its owner was turned off since", async () => {
    const { host } = await hostWith({ shop: offers("1.0.0"), user: uses("orders") });
    await host.load(["user"]);
    expect(client().state()).toMatchObject({ isAvailable: true });
    await host.disable("shop");
    expect(client().state()).toMatchObject({
      isAvailable: false,
      reason: expect.stringContaining("shop offers it and does not run") as string,
    });
  });

  it("says that its owner failed when it was called for", async () => {
    const broken = { ...offers("1.0.0"), register: "throw new Error('broken')" };
    const { host } = await hostWith({ shop: broken, user: uses("orders") });
    await host.load(["user"]);
    expect(client().state()).toMatchObject({ isAvailable: true });
    await expect(get("7")).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("shop offers it and failed") as string,
    });
  });

  it("is not there in a host that has no APIs", async () => {
    const { state, call } = createApiClient(ready("user"), "orders@^1", without);
    expect(state()).toEqual({ isAvailable: false, reason: "this host has no APIs of plugins" });
    await expect(call("get", {} as never)).rejects.toMatchObject({
      code: "unavailable",
      message: "the API orders@^1 cannot be called: this host has no APIs of plugins",
    });
  });

  it("says that its owner has taken it back", async () => {
    const withdrawn = offers("1.0.0");
    const { host } = await hostWith({
      shop: {
        ...withdrawn,
        register: `const handle = ${withdrawn.register ?? ""} globalThis.withdraw = () => handle.dispose();`,
      },
      user: uses("orders"),
    });
    await host.load(["user", "shop"]);
    expect(await get("7")).toMatchObject({ id: "7" });
    (globalThis as unknown as { withdraw(): void }).withdraw();
    await expect(get("7")).rejects.toThrow("the plugin shop has taken it back");
  });

  it.each(["", "orders@", "orders@what", "@1", 5])("%j is no reference", async (reference) => {
    const { host } = await hostWith({ user: { register: `api.use(${JSON.stringify(reference)});` } });
    await host.load(["user"]);
    const message = `api.use was given "${reference}", which is not name@range.`;
    expect(host.failureOf("user")).toMatchObject([{ code: "API_REFERENCE_INVALID", plugin: "user", message }]);
    const diagnostic = expect.objectContaining({ code: "API_REFERENCE_INVALID", plugin: "later" }) as Diagnostic;
    const make = () => createApiClient(ready("later"), reference, without);
    expect(make).toThrow(expect.objectContaining({ diagnostic }) as Error);
  });
});
