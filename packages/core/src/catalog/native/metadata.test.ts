import { defineCapability, gatewaySdk } from "@mortise/sdk";
import { expect, it } from "vitest";
import { discoverIn, notes, pluginFiles, readFiles } from "../../../test/discovery.js";
import { folderWith } from "../../../test/folder.js";
import type { ManifestFormat } from "../format.js";
import { completeManifest } from "../manifest.js";
import { knownMetadata, vocabularyOf } from "../vocabulary.js";

it("names that mean nothing are worth knowing, with their place and the nearest that does; all is kept [MAN-2]", () => {
  const text = `{
    "id": "tenon",
    "provides": {
      "tools": {
        "saw": { "description": "Saws.", "paramaters": { "type": "object" } },
        "plane": { "parameters": {}, "optional": true, "availability": {} }
      },
      "commands": { "cut": { "alias": ["c"], "aliases": ["k"] } },
      "hooks": { "llm_input": { "filter": { "model": "x" }, "filtre": {} } },
      "customHooks": { "tenon:cut": { "kind": "gate", "mergee": "first" } },
      "skills": { "joining": { "path": "skills/joining", "licence": "MIT" } }
    }
  }`;
  const { diagnostics, manifest, status } = readFiles({ "mortise.plugin.json": text, "index.js": "" });
  expect(status).toBe("ready");
  expect(notes(diagnostics)).toEqual([
    "advisory MANIFEST_METADATA_UNKNOWN /provides/tools/saw/paramaters",
    "advisory MANIFEST_METADATA_UNKNOWN /provides/commands/cut/alias",
    "advisory MANIFEST_METADATA_UNKNOWN /provides/hooks/llm_input/filtre",
    "advisory MANIFEST_METADATA_UNKNOWN /provides/customHooks/tenon:cut/mergee",
    "advisory MANIFEST_METADATA_UNKNOWN /provides/skills/joining/licence",
  ]);
  expect(diagnostics.map(({ message }) => /Did you mean "(\w+)"/.exec(message)?.[1])).toEqual([
    "parameters",
    "aliases",
    "filter",
    "merge",
    "license",
  ]);
  expect(diagnostics[0]).toMatchObject({ plugin: "tenon", line: 5, column: 42 });
  expect(diagnostics[0]?.help).toContain("description, parameters, optional, availability");
  expect(manifest?.provides["commands"]).toEqual({ cut: { alias: ["c"], aliases: ["k"] } });
});

it("of a contract that names nothing, a manifest may say anything", () => {
  const ocr = defineCapability<{ readonly id: string }>()({ kind: "ocr", operations: {} });
  const vocabulary = vocabularyOf({ contracts: { registerOcr: ocr }, hooks: {} });
  const { diagnostics } = readFiles(pluginFiles("tenon", { provides: { ocr: { fast: { pages: 3 } } } }), {
    vocabulary,
  });
  expect(diagnostics).toEqual([]);
});

it("every contract and resource of the reference gateway says what it knows", () => {
  const vocabulary = vocabularyOf(gatewaySdk);
  const silent = [...vocabulary.byKey.keys()].filter((key) => knownMetadata(key, vocabulary) === undefined);
  expect(silent).toEqual([]);
});

it("what other formats make of their manifests is not held against it", () => {
  const provides = { tools: { saw: { profiles: ["coding"], made: "up" } } };
  const other: ManifestFormat = {
    name: "other",
    manifestFile: "other.json",
    read: () => ({ plugins: [{ manifest: completeManifest({ id: "tenon", provides }) }], diagnostics: [] }),
  };
  const folder = folderWith({ "other.json": JSON.stringify({ provides }), "index.js": "" });
  const { candidates } = discoverIn([{ path: folder, origin: "config" }], { formats: [other] });
  expect(candidates).toMatchObject([{ status: "ready", diagnostics: [], manifest: { provides } }]);
});
