import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkAs, objectOf } from "../../test/config-checks.js";
import { canGiveAway, folderWith } from "../../test/folder.js";
import { findVerdict as find, schema, storedVerdict as stored, verdict } from "../../test/verdicts.js";
import { questionOf } from "./question.js";
import { createVerdictStore, recipe } from "./verdict-store.js";

describe("a verdict that is remembered [VAL-3]", () => {
  it("is the same in the next process, for the same schema, config and manner", async () => {
    const { folder } = await stored();
    expect(find(folder)).toEqual(verdict);
    const store = createVerdictStore(folder);
    expect(store.find(questionOf(schema, { a: 2 }, "references"))).toBeUndefined();
    expect(store.find(questionOf({ ...schema, title: "x" }, { a: 1 }, "references"))).toBeUndefined();
  });

  it("of one mode answers nothing that is asked in the other", async () => {
    const folder = folderWith();
    const store = createVerdictStore(folder);
    const referring = { a: { $env: "A" } };
    store.remember(questionOf(schema, referring, "references"), verdict);
    expect(store.find(questionOf(schema, referring, "resolved"))).toBeUndefined();
    await store.flush();
    const next = createVerdictStore(folder);
    expect(next.find(questionOf(schema, referring, "resolved"))).toBeUndefined();
    expect(next.find(questionOf(schema, referring, "references"))).toEqual(verdict);
  });

  it("is none where the question cannot be written down", () => {
    const store = createVerdictStore(folderWith());
    const circle: Record<string, unknown> = {};
    circle["a"] = circle;
    const question = questionOf(schema, circle, "references");
    store.remember(question, verdict);
    expect(question.mode).toBe("references");
    expect(store.find(question)).toBeUndefined();
  });

  it("gives the same result as the one that was found out", async () => {
    const cache = folderWith();
    const rich = objectOf(
      { key: { type: "string", minLength: 3 }, voice: { default: "x", odd: 1 }, level: { enum: ["low"] } },
      { required: ["key"] },
    );
    const env = { KEY: "sk-1234" };
    for (const config of [{ key: { $env: "KEY" } }, { key: 1, lvel: 2 }, {}, { key: { $env: "OTHER" } }]) {
      const anew = await checkAs(rich, config, { cache, env });
      expect(await anew.options.store.flush()).toBeUndefined();
      const remembered = await checkAs(rich, config, { cache, env });
      expect(remembered.check).toEqual(anew.check);
      expect(remembered.advisories).toEqual(anew.advisories);
      const paths = (found: unknown) => JSON.stringify(found).replaceAll(/"path":"[^"]*"/g, "");
      expect(paths([remembered.refusal, remembered.resolved])).toBe(paths([anew.refusal, anew.resolved]));
    }
  });

  it("is not written again and again", async () => {
    const folder = folderWith();
    const store = createVerdictStore(folder);
    expect(await store.flush()).toBeUndefined();
    expect(existsSync(join(folder, "config-verdicts.json"))).toBe(false);
    store.remember(questionOf(schema, {}, "references"), verdict);
    await store.flush();
    const before = statSync(join(folder, "config-verdicts.json")).ino;
    await store.flush();
    expect(statSync(join(folder, "config-verdicts.json")).ino).toBe(before);
    expect(store.find(questionOf(schema, {}, "references"))).toEqual(verdict);
  });

  it("goes when there are too many, the oldest first", async () => {
    const folder = folderWith();
    const store = createVerdictStore(folder);
    for (let index = 0; index < 2001; index += 1) store.remember(questionOf(schema, { index }, "references"), verdict);
    await store.flush();
    const next = createVerdictStore(folder);
    expect(next.find(questionOf(schema, { index: 0 }, "references"))).toBeUndefined();
    expect(next.find(questionOf(schema, { index: 1 }, "references"))).toEqual(verdict);
    expect(next.find(questionOf(schema, { index: 2000 }, "references"))).toEqual(verdict);
  });

  it("lasts for one process where there is no folder", async () => {
    const store = createVerdictStore(undefined);
    store.remember(questionOf(schema, {}, "references"), verdict);
    expect(await store.flush()).toBeUndefined();
    expect(store.find(questionOf(schema, {}, "references"))).toEqual(verdict);
  });
});

describe("the file", () => {
  it.skipIf(process.platform === "win32")("is for its owner only, also where the folder was not there", async () => {
    const folder = join(folderWith(), "deep/cache");
    const store = createVerdictStore(folder);
    store.remember(questionOf(schema, {}, "references"), verdict);
    const before = process.umask(0);
    await store.flush();
    process.umask(before);
    expect(statSync(join(folder, "config-verdicts.json")).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder)).toEqual(["config-verdicts.json"]);
  });

  it("has no value of any config in it, neither plain nor as a hash without its key", async () => {
    const cache = folderWith();
    const strict = objectOf({ a: { type: "string", pattern: "^x" }, n: { type: "number" }, s: { type: "string" } });
    const values = ["sk-plain-value", "sk-number-value", "sk-env-value"];
    const { options } = await checkAs(
      strict,
      { a: values[0], n: values[1], s: { $env: "SECRET" } },
      { cache, env: { SECRET: values[2] ?? "" } },
    );
    await checkAs(
      objectOf({ s: { type: "string" } }),
      { s: { $env: "SECRET" } },
      { cache, env: { SECRET: values[2] ?? "" } },
    );
    await options.store.flush();
    const text = readFileSync(join(cache, "config-verdicts.json"), "utf8");
    expect(text).toContain("a number");
    for (const value of [...values, "SECRET"]) expect(text).not.toContain(value);
    const other = folderWith();
    for (const folder of [cache, other]) {
      const store = createVerdictStore(folder);
      store.remember(questionOf(schema, { a: "same" }, "references"), verdict);
      await store.flush();
    }
    const names = [cache, other].map((folder) =>
      (
        JSON.parse(readFileSync(join(folder, "config-verdicts.json"), "utf8")) as { verdicts: readonly unknown[] }
      ).verdicts.at(-2),
    );
    expect(names[0]).toMatch(/^[\w-]{43}$/);
    expect(names[0]).not.toBe(names[1]);
  });

  it.each([
    ["no JSON", "{"],
    ["null", "null"],
    ["without verdicts", JSON.stringify({ recipe, key: "k".repeat(43), verdicts: null })],
    ["without a key", JSON.stringify({ recipe, key: "", verdicts: [] })],
    ["with verdicts that are no list", JSON.stringify({ recipe, key: "k".repeat(43), verdicts: {} })],
  ])("that is %s is not believed, and replaced", async (_what, text) => {
    const { folder, file } = await stored();
    writeFileSync(file, text);
    expect(find(folder)).toBeUndefined();
    const store = createVerdictStore(folder);
    store.remember(questionOf(schema, { a: 1 }, "references"), verdict);
    expect(await store.flush()).toBeUndefined();
    expect(find(folder)).toEqual(verdict);
  });

  it.each([
    ["no verdict", 7],
    ["a list", []],
    ["an unknown status", { ...verdict, status: "fine" }],
    ["no pointer", { ...verdict, defaults: [{ value: 1 }] }],
    ["issues without words", { ...verdict, issues: [{ pointer: "/a" }] }],
    ["a schema that is wrong without why", { ...verdict, status: "schema-invalid" }],
  ])("with %s in it is not believed there", async (_what, forged) => {
    const { folder, file } = await stored();
    const whole = JSON.parse(readFileSync(file, "utf8")) as { verdicts: readonly unknown[] };
    const verdicts = whole.verdicts.map((each, index) => (index % 2 === 0 ? each : forged));
    writeFileSync(file, JSON.stringify({ ...whole, verdicts }));
    expect(find(folder)).toBeUndefined();
  });

  it("of another recipe is not believed", async () => {
    const { folder, file } = await stored();
    writeFileSync(file, readFileSync(file, "utf8").replace(recipe, "ajv 9"));
    expect(find(folder)).toBeUndefined();
  });

  it.skipIf(process.platform === "win32")(
    "that others may write is not believed, and what replaces it is ours",
    async () => {
      for (const mode of [0o602, 0o620, 0o666]) {
        const { folder, file } = await stored();
        chmodSync(file, mode);
        expect(find(folder)).toBeUndefined();
        const store = createVerdictStore(folder);
        store.remember(questionOf(schema, { a: 1 }, "references"), verdict);
        await store.flush();
        expect(statSync(file).mode & 0o777).toBe(0o600);
        expect(find(folder)).toEqual(verdict);
      }
    },
  );

  it.runIf(canGiveAway())("of another user is not believed, and what replaces it is ours", async () => {
    const { folder, file } = await stored();
    chownSync(file, 12_345, 12_345);
    expect(find(folder)).toBeUndefined();
    const store = createVerdictStore(folder);
    store.remember(questionOf(schema, { a: 1 }, "references"), verdict);
    await store.flush();
    expect(statSync(file).uid).toBe(process.getuid?.());
    expect(find(folder)).toEqual(verdict);
  });

  it("that cannot be written is worth knowing, and nothing more", async () => {
    const folder = folderWith({ taken: "" });
    const store = createVerdictStore(join(folder, "taken"));
    store.remember(questionOf(schema, {}, "references"), verdict);
    expect(await store.flush()).toMatchObject({
      code: "CONFIG_CACHE_UNWRITABLE",
      level: "advisory",
      path: join(folder, "taken/config-verdicts.json"),
    });
    expect(store.find(questionOf(schema, {}, "references"))).toEqual(verdict);
    mkdirSync(join(folder, "config-verdicts.json"));
    symlinkSync("circle", join(folder, "circle"));
    expect(createVerdictStore(join(folder, "circle")).find(questionOf(schema, {}, "references"))).toBeUndefined();
    const second = createVerdictStore(folder);
    second.remember(questionOf(schema, {}, "references"), verdict);
    expect((await second.flush())?.code).toBe("CONFIG_CACHE_UNWRITABLE");
  });
});

it("the recipe names the versions that are installed", async () => {
  const { resolve } = createRequire(import.meta.url);
  const versionOf = (name: string) =>
    (JSON.parse(readFileSync(resolve(`${name}/package.json`), "utf8")) as { version: string }).version;
  expect(recipe).toBe(`ajv ${versionOf("ajv")}, ajv-formats ${versionOf("ajv-formats")}, mortise 5`);
});
