import { expect, it } from "vitest";
import { withoutSupplied } from "./supplied.js";
import { annotateUi } from "./ui-annotations.js";

const text = { type: "string" };

it("hints stand at their property, through lists, maps, choices and references [CFG-7]", () => {
  const schema = {
    properties: {
      plain: { ...text, description: "As the author says." },
      accounts: { additionalProperties: { $ref: "#/$defs/account" } },
      rooms: { items: { properties: { name: text } } },
      mode: { anyOf: [{ properties: { speed: text } }, { properties: { speed: text, slow: text } }] },
    },
    $defs: { account: { properties: { token: { ...text }, self: { $ref: "#/$defs/account" } } } },
  };
  const hints = {
    plain: { label: "Plain", help: "Help.", sensitive: false, unheard: 1 },
    "accounts.*.token": { label: "Token", sensitive: true },
    "rooms[].name": { placeholder: "main" },
    "mode.speed": { order: 2 },
    "no.such.key": { label: "Nobody" },
    broken: "no hint",
  };
  expect(annotateUi(JSON.parse(JSON.stringify(schema)), hints)).toEqual({
    properties: {
      plain: {
        ...text,
        title: "Plain",
        description: "As the author says.",
        "x-ui": { label: "Plain", help: "Help.", sensitive: false },
      },
      accounts: schema.properties.accounts,
      rooms: { items: { properties: { name: { ...text, "x-ui": { placeholder: "main" } } } } },
      mode: {
        anyOf: [
          { properties: { speed: { ...text, "x-ui": { order: 2 } } } },
          { properties: { speed: { ...text, "x-ui": { order: 2 } }, slow: text } },
        ],
      },
    },
    $defs: {
      account: {
        properties: {
          token: { ...text, title: "Token", "x-ui": { label: "Token", sensitive: true } },
          self: { $ref: "#/$defs/account" },
        },
      },
    },
  });
});

it("what has a default, or variables supply, is not asked for; all else is, at every depth", () => {
  const schema = {
    required: ["key", "pace", "inner", "name"],
    properties: {
      key: text,
      pace: { type: "number", default: 1 },
      name: text,
      inner: { required: ["token", "room"], properties: { token: text, room: text } },
    },
  };
  const relaxed = withoutSupplied(schema, ["key", "inner.token"]);
  expect(relaxed).toMatchObject({ required: ["name"], properties: { inner: { required: ["room"] } } });
});
