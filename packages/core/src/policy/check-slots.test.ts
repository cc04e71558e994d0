import { expect, it } from "vitest";
import { ready, stopped } from "../../test/candidates.js";
import { vocabulary } from "../../test/discovery.js";
import { folderWith } from "../../test/folder.js";
import { readHostConfig } from "../config/read.js";
import { checkSlots } from "./check-slots.js";

const candidates = [
  ready("keeper", { provides: { memory: { keeper: {} } } }),
  ready("talker", { provides: { speech: { talker: {} } } }),
  ready("kinds", { slots: ["notes"] }),
  stopped("blocked", "blocked"),
];

it("names slots that there are not with the nearest, and plugins that cannot fill theirs with those that can", () => {
  const text = `{
    "plugins": { "slots": {
      "memroy": "keeper",
      "memory.recal": "keeper",
      "memory": "Talker"
    } }
  }`;
  const loaded = readHostConfig({ file: "mortise.jsonc", cwd: folderWith({ "mortise.jsonc": text }), sections: [] });
  const found = checkSlots(loaded, candidates, vocabulary);
  expect(found.map(({ code, level, pointer, line }) => `${level} ${code} ${pointer} ${line}`)).toEqual([
    "advisory CONFIG_SLOT_UNKNOWN /plugins/slots/memroy 3",
    "advisory CONFIG_SLOT_UNKNOWN /plugins/slots/memory.recal 4",
    "warning CONFIG_SLOT_UNFIT /plugins/slots/memory 5",
  ]);
  expect(found[0]?.message).toContain('Did you mean "memory"?');
  expect(found[0]?.help).toContain("context-engine, memory, memory.capture, memory.recall, notes");
  expect(found[1]?.message).toContain('Did you mean "memory.recall"?');
  expect(found[2]).toMatchObject({ plugin: "Talker" });
  expect(found[2]?.help).toContain("keeper");
});

it("is silent about what fits, what is given to nobody, and what was not found or is blocked", () => {
  const slots = { memory: "KEEPER", "context-engine": null, notes: "kinds", "memory.recall": "gone" };
  const loaded = readHostConfig({ value: { plugins: { slots } }, cwd: ".", sections: [] });
  expect(checkSlots(loaded, candidates, vocabulary)).toEqual([]);
  const blocked = readHostConfig({ value: { plugins: { slots: { memory: "blocked" } } }, cwd: ".", sections: [] });
  expect(checkSlots(blocked, candidates, vocabulary)).toEqual([]);
});
