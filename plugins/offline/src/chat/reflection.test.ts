import { describe, expect, it } from "vitest";
import { reflect, swapPersons } from "./reflection.js";

describe("swapPersons [VEND-4]", () => {
  it("sees a clause from the other side, and leaves other words alone", () => {
    expect(swapPersons("my cat likes me and I like you, constructor")).toBe(
      "your cat likes you and you like I, constructor",
    );
    expect(swapPersons("I’m what you're for")).toBe("you are what I am for");
  });
});

describe("reflect", () => {
  it.each([
    ["I need a holiday from my work.", "Why do you want a holiday from your work?"],
    ["i am tired of myself", "How long have you been tired of yourself?"],
    ["My brother ignores me", "Your brother ignores you. How do you feel about that?"],
    ["because it rains", "Is that the whole reason?"],
  ])("turns %j back", (statement, answer) => {
    expect(reflect(statement, 0)).toBe(answer);
  });

  it("varies its words with the turn", () => {
    expect(reflect("I need rest", 1)).not.toBe(reflect("I need rest", 0));
    expect(reflect("I need rest", 2)).toBe(reflect("I need rest", 0));
  });
});
