import { expect, it } from "vitest";
import { notes, readFiles } from "../../../test/discovery.js";

const read = (text: string) => readFiles({ "mortise.plugin.json": text, "index.js": "" });

it("config keys that the schema does not have are worth knowing, wherever the manifest names them [MAN-2]", () => {
  const { status, diagnostics } = read(`{
    "id": "tenon",
    "configSchema": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "apiKey": { "type": "string" },
        "accounts": { "additionalProperties": { "properties": { "token": {} }, "additionalProperties": false } }
      }
    },
    "ui": { "apiKey": {}, "apikey": {}, "accounts.*.token": {}, "accounts.*.tokens": {}, "accounts.*.room": {} },
    "locales": { "de": { "ui": { "apiKey": {}, "apiKee": {} } } },
    "setup": { "env": { "accounts.work.token": "A", "accounts.work.tokem": "B" } },
    "provides": {
      "channel": {
        "chat": {
          "configSchema": { "properties": { "room": {} }, "additionalProperties": false },
          "ui": { "room": {}, "rom": {} }
        }
      }
    }
  }`);
  expect(status).toBe("ready");
  expect(notes(diagnostics)).toEqual([
    "advisory MANIFEST_PATH_UNKNOWN /ui/apikey",
    "advisory MANIFEST_PATH_UNKNOWN /ui/accounts.*.tokens",
    "advisory MANIFEST_PATH_UNKNOWN /ui/accounts.*.room",
    "advisory MANIFEST_PATH_UNKNOWN /locales/de/ui/apiKee",
    "advisory MANIFEST_PATH_UNKNOWN /setup/env/accounts.work.tokem",
    "advisory MANIFEST_PATH_UNKNOWN /provides/channel/chat/ui/rom",
  ]);
  expect(diagnostics.map(({ message }) => /Did you mean "([^"]+)"/.exec(message)?.[1])).toEqual([
    "apiKey",
    "accounts.*.token",
    undefined,
    "apiKey",
    "accounts.work.token",
    "room",
  ]);
  expect(diagnostics[0]).toMatchObject({ plugin: "tenon", line: 11, column: 27 });
  expect(diagnostics[3]?.message).toContain("locales.de.ui names");
});

it("where the schema takes further keys, only what is like a key of its own is worth knowing", () => {
  const { diagnostics } = read(`{
    "id": "tenon",
    "configSchema": { "type": "object", "properties": { "apiKey": {} } },
    "ui": { "apikey": {}, "voice": {} }
  }`);
  expect(notes(diagnostics)).toEqual(["advisory MANIFEST_PATH_UNKNOWN /ui/apikey"]);
});

it("a plugin without a schema takes no config, so none of its keys can be shown or supplied", () => {
  const { diagnostics } = read('{ "id": "tenon", "ui": { "a": {} }, "setup": { "env": { "b": "B" } } }');
  expect(notes(diagnostics)).toEqual([
    "advisory MANIFEST_PATH_UNKNOWN /ui/a",
    "advisory MANIFEST_PATH_UNKNOWN /setup/env/b",
  ]);
});
