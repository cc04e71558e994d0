import { describe, expect, it, vi } from "vitest";
import { settle } from "../../test/calling.js";
import { watchEnd } from "./watch-end.js";

describe("watchEnd [CALL-11]", () => {
  it("reads no further ahead than its reader", async () => {
    const pull = vi.fn((controller: ReadableStreamDefaultController<number>) =>
      controller.enqueue(pull.mock.calls.length),
    );
    const reader = watchEnd(new ReadableStream({ pull }, { highWaterMark: 0 }), () => {}).getReader();
    await settle();
    expect(pull).not.toHaveBeenCalled();
    expect([await reader.read(), await reader.read()].map(({ value }) => value)).toEqual([1, 2]);
    await settle();
    expect(pull).toHaveBeenCalledTimes(2);
  });

  it("passes on an error, and that it has ended", async () => {
    const ended = vi.fn();
    const broken = new ReadableStream(
      { pull: (controller) => controller.error(new Error("broken")) },
      { highWaterMark: 0 },
    );
    await expect(watchEnd(broken, ended).getReader().read()).rejects.toThrow("broken");
    expect(ended).toHaveBeenCalledOnce();
  });

  it("passes on that its reader has had enough, with the reason", async () => {
    const [ended, cancel] = [vi.fn(), vi.fn()];
    await watchEnd(new ReadableStream({ cancel }), ended).cancel("enough");
    expect(cancel).toHaveBeenCalledExactlyOnceWith("enough");
    expect(ended).toHaveBeenCalledOnce();
  });

  it("has not ended as long as more may come", async () => {
    const ended = vi.fn();
    const reader = watchEnd(
      new ReadableStream<number>({ start: (controller) => controller.enqueue(1) }),
      ended,
    ).getReader();
    await reader.read();
    expect(ended).not.toHaveBeenCalled();
  });
});
