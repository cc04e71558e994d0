import { expect, it } from "vitest";
import type { Diagnostic } from "./diagnostic.js";
import { createDiagnosticStream } from "./stream.js";

const said = (message: string): Diagnostic => ({ code: "X", level: "error", message, help: "" });

it("keeps and tells what is reported, transformed [DIAG-2]", () => {
  const stream = createDiagnosticStream((diagnostic) => ({ ...diagnostic, message: diagnostic.message.toUpperCase() }));
  stream.report(said("one"));
  const heard: string[] = [];
  const stop = stream.subscribe(({ message }) => heard.push(message));
  stream.report(said("two"));
  stop();
  stream.report(said("three"));
  expect(heard).toEqual(["TWO"]);
  expect(stream.all.map(({ message }) => message)).toEqual(["ONE", "TWO", "THREE"]);
});

it("drops a listener that throws, and tells the others", () => {
  const stream = createDiagnosticStream((diagnostic) => diagnostic);
  const heard: string[] = [];
  let calls = 0;
  stream.subscribe(() => {
    calls += 1;
    throw new Error("listener");
  });
  stream.subscribe(({ message }) => heard.push(message));
  stream.report(said("one"));
  stream.report(said("two"));
  expect(calls).toBe(1);
  expect(heard).toEqual(["one", "two"]);
});

it("does not grow without end", () => {
  const stream = createDiagnosticStream((diagnostic) => diagnostic);
  for (let count = 0; count < 10_005; count += 1) stream.report(said(String(count)));
  expect(stream.all).toHaveLength(10_000);
  expect(stream.all[0]?.message).toBe("5");
});
