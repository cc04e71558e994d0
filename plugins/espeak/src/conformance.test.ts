import { speech } from "@mortise/sdk";
import { createTestHost, expectContract } from "@mortise/testing";
import { describeConformance } from "@mortise/testing/vitest";
import { expect, it } from "vitest";

const plugin = new URL("..", import.meta.url);

describeConformance(speech, { host: () => createTestHost({ plugins: [plugin] }), id: "espeak" });

it("registers what it declares and leaves nothing behind", async () => {
  await expect(expectContract(plugin)).resolves.toBeUndefined();
});
