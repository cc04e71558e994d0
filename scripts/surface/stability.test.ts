// The rule of docs/reference/exports.md, as far as the data can tell it.
import { describe, expect, it } from "vitest";
import { readPage, readPages, type Page } from "../../docs/test/pages.js";
import { kindOf } from "../../docs/test/rules.js";
import { gatewayContracts, gatewayHooks, type Contract } from "../../packages/sdk/src/index.js";
import { exportTable, publicPackages, type ExportStability } from "./entries.js";
import { firstDayPages } from "./first-day.js";
import { evolvingBelowStable } from "./reached.js";
import { stillEvolving } from "./still-evolving.js";

const tables: Readonly<Record<string, ExportStability>> = Object.assign({}, ...publicPackages.map(exportTable));
const pages: readonly Page[] = firstDayPages.map(readPage);
const blocks = pages.flatMap(({ blocks: each }) => each);

/** What the programs of a page import from us, as `entry name`. */
function importsOf(text: string): readonly string[] {
  return [...text.matchAll(/^import \{([^}]*)\} from "(@mortise\/[^"]+)";/gm)].flatMap(([, names = "", entry = ""]) =>
    names.split(",").map((name) => `${entry} ${name.trim()}`),
  );
}

/** The keys of `provides` in the manifests of pages, and the hooks named there. */
function provided(): { readonly keys: ReadonlySet<string>; readonly hooks: ReadonlySet<string> } {
  const manifests = blocks
    .filter((block) => kindOf(block) === "manifest" && block.title?.endsWith("mortise.plugin.json") === true)
    .map(
      ({ text }) => JSON.parse(text) as { readonly provides?: Readonly<Record<string, readonly string[] | object>> },
    );
  const provides = manifests.map((each) => each.provides ?? {});
  const hooks = provides.flatMap(({ hooks: each = [] }) =>
    Array.isArray(each) ? (each as string[]) : Object.keys(each),
  );
  return { keys: new Set(provides.flatMap(Object.keys).filter((key) => key !== "hooks")), hooks: new Set(hooks) };
}

describe("what is written on the first day is stable [API-1, API-5]:", () => {
  it("the names that those pages import", () => {
    const names = new Set(blocks.flatMap(({ text }) => importsOf(text)));
    expect(names.size).toBeGreaterThan(12);
    const evolving = [...names].filter((each) => {
      const [entry = "", ...name] = each.split(" ");
      return tables[entry]?.[name.join(" ")] !== "stable";
    });
    expect(evolving).toEqual([]);
  });

  it("the contracts that their plugins provide, and the hooks that they listen to", () => {
    const { keys, hooks } = provided();
    const contracts = Object.values<Contract>(gatewayContracts).filter(({ key }) => keys.has(key));
    expect(contracts.map(({ kind }) => kind).toSorted()).toEqual(["service", "text-inference", "tool", "web-search"]);
    expect(contracts.filter(({ stability }) => stability !== "stable")).toEqual([]);
    const listenedTo = [...hooks].map((name) => gatewayHooks[name as keyof typeof gatewayHooks]);
    expect(listenedTo.map(({ name, stability }) => `${name}: ${stability}`).toSorted()).toEqual([
      "before_prompt_build: stable",
      "llm_output: stable",
      "message_sending: stable",
    ]);
  });
});

describe("what stable names give and take [API-1]", () => {
  const found = evolvingBelowStable();

  it("is stable, but for what has a reason", () => {
    const withoutReason = found.filter(({ entry, key }) => reasonOf(entry, key) === undefined);
    expect(withoutReason.map(({ entry, key, from }) => `${entry}: ${key}, named by ${from}`)).toEqual([]);
  });

  it("needs no reason that nothing asks for", () => {
    const needed = new Set(found.map(({ entry, key }) => reasonOf(entry, key)));
    const reasons = Object.values(stillEvolving).flatMap(Object.values);
    expect(reasons.filter((reason) => !needed.has(reason))).toEqual([]);
  });

  it("is found through types that are not exported, and in other packages", () => {
    expect(found).toContainEqual(expect.objectContaining({ key: "type Redactor", from: "type ControlPlane" }));
    expect(found).toContainEqual(expect.objectContaining({ key: "type ConformanceOf", from: "defineCapability" }));
  });

  it("has one mark in all entries of a package", () => {
    const core = tables["@mortise/core"] ?? {};
    const catalog = Object.entries(tables["@mortise/core/catalog"] ?? {});
    expect(catalog.filter(([name, mark]) => core[name] !== mark)).toEqual([]);
  });

  it("pages that are listed as those of the first day are there", () => {
    expect(firstDayPages.filter((file) => !readPages().some((page) => page.file === file))).toEqual([]);
  });
});

/** `@mortise/core/catalog` gives a part of what `@mortise/core` does. */
function reasonOf(entry: string, key: string): string | undefined {
  return stillEvolving[entry.split("/").slice(0, 2).join("/")]?.[key];
}
