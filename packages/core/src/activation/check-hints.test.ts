import { expect, it } from "vitest";
import { ready } from "../../test/candidates.js";
import { vocabulary } from "../../test/discovery.js";
import { checkHints } from "./check-hints.js";

it("names triggers that there are not with the nearest, and no others", () => {
  const on = ["provider:x", "tol:b", "config:channels", "slot:memory"];
  const candidate = ready("a", { activation: { onStartup: false, on, enabledBy: ["chanel:c"] } });
  const found = checkHints(candidate, vocabulary);
  expect(found.map(({ code, level, plugin, pointer }) => [code, level, plugin, pointer])).toEqual([
    ["HINT_UNKNOWN", "advisory", "a", "/activation"],
    ["HINT_UNKNOWN", "advisory", "a", "/activation"],
  ]);
  expect(found[0]?.message).toContain('"tol:b"');
  expect(found[0]?.message).toContain('Did you mean "tool"?');
  expect(found[1]?.message).toContain('Did you mean "channel"?');
});
