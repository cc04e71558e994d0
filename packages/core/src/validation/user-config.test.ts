import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CallUser } from "@mortise/sdk";
import { ready } from "../../test/candidates.js";
import { objectOf } from "../../test/config-checks.js";
import type { MortiseError } from "../diagnostics/error.js";
import { createRedactor } from "./redactor.js";
import { createUserConfigs, isUserConfigFault, type ResolveUserConfig } from "./user-config.js";

const schema = objectOf(
  {
    city: { type: "string" },
    volume: { type: "number", default: 5 },
    apiKey: { type: "string", minLength: 8 },
    places: { type: "array", items: objectOf({ name: { type: "string" } }) },
    unit: { enum: ["celsius", "kelvin"] },
  },
  { required: ["city"] },
);
const weather = ready("weather", { userConfigSchema: schema });
const ann: CallUser = { id: "ann" };

const configs = (resolver?: ResolveUserConfig, redactor = createRedactor()) =>
  createUserConfigs({ redactor, ...(resolver && { resolver }) });

/** The diagnostic of the error that reading rejects or throws with. */
async function refusalOf(set: unknown, candidate = weather) {
  const reading = Promise.resolve(configs(() => set).read(candidate, ann));
  const error = await reading.then(
    () => undefined,
    (reason: unknown) => reason as MortiseError,
  );
  return error?.diagnostic;
}

it("gives what the user set, defaults in place, frozen through and through, and nothing of the resolver's own [VAL-6]", async () => {
  const kept = { city: "Bern", places: [{ name: "Aare" }] };
  const read = (await configs(() => kept).read(weather, ann)) as typeof kept;
  expect(read).toEqual({ city: "Bern", volume: 5, places: [{ name: "Aare" }] });
  expect([read, read.places, read.places[0]].every(Object.isFrozen)).toBe(true);
  expect([kept, kept.places].some(Object.isFrozen)).toBe(false);
  kept.places[0]!.name = "Rhein";
  expect(read.places[0]?.name).toBe("Aare");
});

it("is asked by plugin and user, at each call, and answers at once where the resolver does", async () => {
  const asked: string[] = [];
  let city = "Bern";
  const users = configs((plugin, { id }) => (asked.push(`${plugin} ${id}`), { city }));
  await users.read(weather, ann);
  city = "Genf";
  expect(users.read(weather, { id: "bob" })).toEqual({ city: "Genf", volume: 5 });
  expect(asked).toEqual(["weather ann", "weather bob"]);
});

it("answers at once from the first call on where it was prepared", async () => {
  const users = configs(() => ({ city: "Bern" }));
  await Promise.all([users.prepare(weather), users.prepare(weather), users.prepare(ready("plain"))]);
  expect(users.read(weather, ann)).toEqual({ city: "Bern", volume: 5 });
});

it.each([
  ["schema", ready("plain"), ann, () => ({ city: "Bern" })],
  ["user", weather, undefined, () => ({ city: "Bern" })],
  ["resolver", weather, ann, undefined],
])("without a %s it is empty, frozen and the same for all, and nobody is asked", (_what, candidate, user, resolver) => {
  const users = configs(resolver);
  expect(users.read(candidate, user)).toEqual({});
  expect(Object.isFrozen(users.read(candidate, user))).toBe(true);
  expect(users.read(candidate, user)).toBe(configs().read(weather, ann));
});

it("takes a user who set nothing as one who set an empty object", async () => {
  const easy = ready("easy", { userConfigSchema: objectOf({ volume: { type: "number", default: 5 } }) });
  for (const nothing of [undefined, null]) expect(await configs(() => nothing).read(easy, ann)).toEqual({ volume: 5 });
});

describe("what a user set that does not hold", () => {
  it.each([
    ["a wrong type", { city: "Bern", volume: "loud" }, "/volume", 'volume: expected a number, found the string "loud"'],
    ["a missing key", {}, "/city", "city: expected a string, found nothing"],
    ["an unknown key", { city: "Bern", volum: 3 }, "/volum", 'Did you mean "volume"?'],
    ["a word that is nearly right", { city: "B", unit: "kelvn" }, "/unit", 'Did you mean "kelvin"?'],
    [
      "something deep inside",
      { city: "B", places: [{ name: 1 }] },
      "/places/0/name",
      "places[0].name: expected a string",
    ],
    ["no object at all", ["Bern"], "", "the top: expected an object, found an array"],
    ["what is no data", { city: () => "Bern" }, "", "expected plain data"],
  ])("%s", async (_what, set, pointer, text) => {
    const found = await refusalOf(set);
    expect(found).toMatchObject({ code: "USER_CONFIG_INVALID", plugin: "weather", pointer });
    expect(found?.message).toContain('for the plugin "weather"');
    expect(found?.message).toContain(text);
  });

  it("is refused without showing what may be secret: by name, by the manifest's word, or known to the host", async () => {
    const named = await refusalOf({ city: "Bern", apiKey: "sk-1234" });
    expect(named?.message).toContain("apiKey: expected text of at least 8 characters, found a string");
    const marked = ready("weather", { userConfigSchema: schema, ui: { unit: { sensitive: true } } });
    expect(JSON.stringify(await refusalOf({ city: "Bern", unit: "hidden" }, marked))).not.toContain("hidden");
    const redactor = createRedactor();
    redactor.learn("the-host's-secret");
    const users = configs(() => ({ city: "Bern", volume: "the-host's-secret" }), redactor);
    await expect(users.read(weather, ann)).rejects.toThrow("[redacted]");
  });

  it("throws once the schema is compiled, and one user's fault is no other's", async () => {
    const users = configs((_plugin, { id }) => (id === "ann" ? { city: 1 } : { city: "Bern" }));
    await expect(users.read(weather, ann)).rejects.toMatchObject({ code: "USER_CONFIG_INVALID" });
    expect(() => users.read(weather, ann)).toThrow("USER_CONFIG_INVALID");
    expect(users.read(weather, { id: "bob" })).toEqual({ city: "Bern", volume: 5 });
  });
});

it("says of a schema that is itself wrong whose it is and where", async () => {
  const broken = ready("broken", { userConfigSchema: { type: "object", properties: { a: { type: "strin" } } } });
  expect(await refusalOf({}, broken)).toMatchObject({
    code: "USER_CONFIG_SCHEMA_INVALID",
    plugin: "broken",
    path: broken.manifestPath,
    pointer: "/userConfigSchema/properties/a/type",
  });
});

it("says that the resolver failed, whether it throws or rejects, and keeps the error as the cause", async () => {
  const failure = new Error("the users' database is away.");
  const unavailable = {
    code: "USER_CONFIG_UNAVAILABLE",
    cause: failure,
    message: expect.stringContaining(
      'for the plugin "weather" could not be read: the users\' database is away. The call',
    ),
  };
  const throwing = configs(() => {
    throw failure;
  });
  expect(() => throwing.read(weather, ann)).toThrow(expect.objectContaining(unavailable));
  await expect(configs(() => Promise.reject(failure)).read(weather, ann)).rejects.toMatchObject(unavailable);
  const error: unknown = await Promise.resolve(configs(() => ({})).read(weather, ann)).catch(
    (reason: unknown) => reason,
  );
  expect([isUserConfigFault(error), isUserConfigFault(failure), isUserConfigFault(undefined)]).toEqual([
    true,
    false,
    false,
  ]);
});

it("keeps users apart, however their calls are interleaved", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 30 }), async (scheduler, count) => {
      // One object that the application writes into for whoever asks last: the worst that a resolver can do.
      const shared: Record<string, unknown> = {};
      const users = configs((_plugin, user) => {
        const now = scheduler.schedule(Promise.resolve(user.id));
        return now.then((city) => Object.assign(shared, { city, places: [{ name: city }] }));
      });
      const reads = Array.from({ length: count }, async (_, index) => {
        const id = `user-${index}`;
        const first = users.read(weather, { id });
        const second = users.read(weather, { id });
        return { id, both: (await Promise.all([first, second])) as readonly object[] };
      });
      await scheduler.waitIdle();
      for (const { id, both } of await Promise.all(reads)) {
        for (const each of both) expect(each).toEqual({ city: id, volume: 5, places: [{ name: id }] });
        expect(both[0]).not.toBe(both[1]);
      }
    }),
    { numRuns: 100 },
  );
});
