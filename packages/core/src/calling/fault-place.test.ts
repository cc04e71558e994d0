import { describe, expect, it } from "vitest";
import { ready } from "../../test/candidates.js";
import { InstanceUse } from "../loading/instance-use.js";
import { placeOfFault } from "./fault-place.js";

const candidate = ready("shop", { root: "/plugins/shop" });
const use = new InstanceUse(candidate, {});

/** What was thrown in a file, at its third line. */
const thrownIn = (file: string) => Object.assign(new Error("no"), { stack: `Error: no\n    at run (${file}:3:7)` });

describe("where a plugin's function failed [CALL-9]", () => {
  it("is the line of its own code that threw", () => {
    const path = "/plugins/shop/lib/place.js";
    expect(placeOfFault(use, thrownIn(path))).toEqual({ plugin: "shop", path, line: 3, column: 7 });
  });

  it.each([thrownIn("/host/core.js"), "a text", undefined])(
    "is the module that it came with where what was thrown does not say: %j",
    (error) => expect(placeOfFault(use, error)).toEqual({ plugin: "shop", path: "/plugins/shop/index.js" }),
  );

  it("is the plugin where it came with no module", () => {
    const { entry: _, ...bare } = candidate;
    expect(placeOfFault(new InstanceUse(bare, {}), "no")).toEqual({ plugin: "shop" });
  });
});
