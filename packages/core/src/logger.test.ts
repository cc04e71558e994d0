import { describe, expect, it } from "vitest";
import { createPluginLogger, type LogRecord } from "./logger.js";
import { createRedactor } from "./validation/redactor.js";

function logging() {
  const records: LogRecord[] = [];
  const redactor = createRedactor();
  redactor.learn("hunter22");
  return { records, logger: createPluginLogger("a", (record) => records.push(record), redactor) };
}

/** The fields that reach the sink. */
function fieldsOf(fields: object): unknown {
  const { records, logger } = logging();
  logger.info("x", fields as Record<string, unknown>);
  return records[0]?.fields;
}

describe("a plugin's logger [REG-8]", () => {
  it("names the plugin and the level, and needs no this", () => {
    const { records, logger } = logging();
    const { debug, info, warn, error } = logger;
    for (const log of [debug, info, warn, error]) log("hello");
    expect(records).toEqual(
      ["debug", "info", "warn", "error"].map((level) => ({ level, plugin: "a", message: "hello" })),
    );
  });

  it("takes secrets out of the text, and out of fields however deep [SEC-3]", () => {
    const { records, logger } = logging();
    logger.warn("key hunter22 refused", { request: { headers: ["Bearer hunter22"] }, error: new Error("hunter22?") });
    expect(JSON.stringify(records)).not.toContain("hunter22");
    expect(records[0]?.message).toBe("key [redacted] refused");
  });

  it("shows an error with its message, its own members and its cause", () => {
    const error = Object.assign(new TypeError("no", { cause: new Error("why") }), { code: "E_NO" });
    expect(fieldsOf({ error })).toEqual({
      error: {
        name: "TypeError",
        message: "no",
        code: "E_NO",
        stack: expect.stringContaining("logger.test.ts"),
        cause: expect.objectContaining({ name: "Error", message: "why" }),
      },
    });
  });

  it("makes plain data of what JSON cannot carry", () => {
    const circle: Record<string, unknown> = {
      n: 1n,
      f: () => {},
      when: new Date(0),
      bytes: new Uint8Array(5),
      map: new Map([["k", 1]]),
    };
    circle["self"] = circle;
    const fields = fieldsOf({ circle, twice: [circle["when"], circle["when"]] });
    expect(JSON.parse(JSON.stringify(fields))).toEqual(fields);
    expect(fields).toMatchObject({
      circle: { n: "1", when: "1970-01-01T00:00:00.000Z", bytes: "[5 bytes]", map: [["k", 1]], self: "[…]" },
      twice: ["1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00.000Z"],
    });
  });

  it("ends where nobody reads on", () => {
    let deep: unknown = "bottom";
    for (let level = 0; level < 100; level += 1) deep = { deep };
    expect(JSON.stringify(fieldsOf({ deep }))).not.toContain("bottom");
  });

  it("harms nobody when the sink throws or the fields cannot be read", () => {
    const throwing = () => {
      throw new Error("disk full");
    };
    createPluginLogger("a", throwing, createRedactor()).info("x");
    const { records, logger } = logging();
    logger.info("x", Object.defineProperty({}, "bad", { get: throwing, enumerable: true }));
    logger.info("next");
    expect(records.map(({ message }) => message)).toEqual(["next"]);
  });
});
