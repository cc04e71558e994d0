import { afterEach, describe, expect, it, vi } from "vitest";
import { whileSent } from "./while-sent.js";

afterEach(() => void vi.useRealTimers());

const { signal } = new AbortController();
const never = { caller: signal, gateway: signal };

function endless(): Response {
  return new Response(new ReadableStream<Uint8Array>({ pull: (c) => c.enqueue(new Uint8Array(1)) }), { status: 201 });
}

describe("an answer that is watched while it leaves [GATE-7]", () => {
  it("stays what it is, and is over when it was read whole", async () => {
    const over = vi.fn();
    const watched = whileSent(new Response("text", { status: 201, headers: { "x-a": "b" } }), never, over);
    expect([watched.status, watched.headers.get("x-a")]).toEqual([201, "b"]);
    expect(over).not.toHaveBeenCalled();
    expect(await watched.text()).toBe("text");
    expect(over).toHaveBeenCalledOnce();
  });

  it("is over at once where it has no body", () => {
    const over = vi.fn();
    whileSent(new Response(null), never, over);
    expect(over).toHaveBeenCalledOnce();
  });

  it("is over when it fails, when nobody wants the rest, and when the caller has gone", async () => {
    const over = vi.fn();
    const torn = new Response(new ReadableStream({ pull: () => Promise.reject(new Error("torn")) }));
    await expect(whileSent(torn, never, over).text()).rejects.toThrow("torn");
    expect(over).toHaveBeenCalledTimes(1);
    await whileSent(endless(), never, over).body?.cancel();
    expect(over).toHaveBeenCalledTimes(2);
  });

  it("is over when its caller has gone, and given up when the gateway closes", async () => {
    const over = vi.fn();
    const [caller, gateway] = [new AbortController(), new AbortController()];
    const leaving = { caller: caller.signal, gateway: gateway.signal };
    const unread = whileSent(endless(), leaving, over);
    gateway.abort();
    expect(over).toHaveBeenCalledTimes(1);
    await expect(unread.text()).rejects.toThrow("given up");
    const left = whileSent(endless(), { ...leaving, gateway: signal }, over);
    caller.abort();
    expect(over).toHaveBeenCalledTimes(2);
    expect(await left.text()).toBe("");
    expect(over).toHaveBeenCalledTimes(2);
  });

  it("is over when nobody has read it for five minutes, and not while its maker takes longer", async () => {
    vi.useFakeTimers();
    const over = vi.fn();
    const cancelled = vi.fn();
    const source = new ReadableStream<Uint8Array>({ pull: (c) => c.enqueue(new Uint8Array(1)), cancel: cancelled });
    const unread = whileSent(new Response(source), never, over);
    const reader = unread.body?.getReader();
    vi.advanceTimersByTime(4 * 60_000);
    await reader?.read();
    vi.advanceTimersByTime(4 * 60_000);
    expect(over).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60_000);
    expect(over).toHaveBeenCalledOnce();
    expect(cancelled).toHaveBeenCalledOnce();
    await expect(reader?.read()).rejects.toThrow("given up");

    const slow = whileSent(new Response(new ReadableStream({ pull: () => new Promise(() => {}) })), never, over);
    void slow.text();
    await vi.advanceTimersByTimeAsync(60 * 60_000);
    expect(over).toHaveBeenCalledOnce();
  });
});
