// Alone in its process: what others left running would be taken for its own.
// What `register` can do wrong, at each step, at first load and at reload.
import { describe, expect, it } from "vitest";
import { FaultyHost, hereIn, moduleOf, moments, expectAsBefore, expectNothingLeft, expectWell } from "./faulty-host.js";

const thrown = 'throw new Error("not today"); // here';
const steps = [
  'api.on("llm_input", () => {});',
  "api.registerTool(aTool(async () => ({ text: 'new' })));",
  "api.registerSpeechProvider(aVoice(async () => audio));",
  "api.registerService(aService(() => void ledger.services.add('bad'), () => void ledger.services.delete('bad')));",
  "api.onDispose(() => ledger.heard.push('undone'));",
];

const faults: Record<string, readonly [body: string, code: string]> = {
  "is given something malformed": ['api.registerTool({ name: "bad" }); // here', "REGISTER_MALFORMED"],
  "is given something malformed and goes on": [
    'try { api.registerTool({ name: "bad" }); /*\n// here */ } catch {}',
    "REGISTER_MALFORMED",
  ],
  "names a hook that there is not": ['api.on("llm_inptu", () => {}); // here', "REGISTER_UNKNOWN_HOOK"],
  "names a contract that there is not": ['api.provide({ kind: "none" }, {}); // here', "REGISTER_UNKNOWN_KIND"],
  "calls what there is not": ["api.registerNothing(); // here", "REGISTER_THREW"],
  "throws no error": ['throw "text"; // here', "REGISTER_THREW"],
  "throws nothing": ["throw undefined; // here", "REGISTER_THREW"],
  "throws what cannot be looked at": [
    "throw new Proxy({}, { get() { throw new Error('no') }, getPrototypeOf() { throw new Error('no') } }); // here",
    "REGISTER_THREW",
  ],
  "throws in what it calls": ['const deep = () => { throw new TypeError("deep"); }; deep(); // here', "REGISTER_THREW"],
};
/** Of what is no error, nobody can tell where it was thrown. */
const isPlaced = (name: string) => !/throws (?:no|what)/.test(name);

describe.each(moments)("at %s, register [REG-1, CALL-9]", (moment) => {
  it.each(steps.map((_, index) => index).concat(steps.length))("that throws after %i registrations", async (index) => {
    const code = moduleOf([...steps.slice(0, index), thrown, ...steps.slice(index)].join("\n"));
    const faulty = await FaultyHost.at(moment, code);
    const place = { path: faulty.path("index.mjs"), line: hereIn(code), plugin: "bad" };
    expect(faulty.diagnostic("REGISTER_THREW")).toMatchObject({
      ...place,
      message: expect.stringContaining("not today"),
    });
    await expectWell(faulty);
    await expectAsBefore(faulty, moment);
    expect(faulty.ledger.heard).toEqual(index === steps.length ? ["undone"] : []);
    await expectNothingLeft(faulty);
  });

  it.each(Object.keys(faults))("that %s", async (name) => {
    const [body, expected] = faults[name] ?? ["", ""];
    const code = moduleOf([...steps.slice(0, 4).filter((step) => !/Tool/.test(step)), body].join("\n"));
    const faulty = await FaultyHost.at(moment, code);
    const found = faulty.diagnostic(expected);
    expect(found).toMatchObject({ plugin: "bad", path: faulty.path("index.mjs") });
    if (isPlaced(name)) expect(found.line).toBe(hereIn(code) - (name.endsWith("goes on") ? 1 : 0));
    await expectWell(faulty);
    await expectAsBefore(faulty, moment);
    await expectNothingLeft(faulty);
  });

  it.each([
    ["resolves", "return turn();"],
    ["rejects later", "return turn().then(() => { throw new Error('late'); });"],
    ["never settles", "return new Promise(() => {});"],
    ["is a thenable that throws", "return { then() { throw new Error('then') } };"],
  ])("that returns a promise that %s", async (_, returned) => {
    const faulty = await FaultyHost.at(moment, moduleOf([...steps, returned].join("\n")));
    expect(faulty.diagnostic("REGISTER_ASYNC")).toMatchObject({ plugin: "bad", path: faulty.path("index.mjs") });
    await expectWell(faulty);
    await expectAsBefore(faulty, moment);
    await expectNothingLeft(faulty);
  });

  it.each([
    ["in a timer of api", "api.setTimeout(() => late(), 1);"],
    ["after an await", "void turn().then(() => { try { late() } catch {} });"],
    [
      "in its own call",
      "api.registerTool(aTool(async () => { try { late() } catch (error) { return { text: error.code } } }));",
    ],
  ])("that registers late, %s, keeps what it registered in time", async (_, body) => {
    const late =
      "const late = () => {\nledger.heard.push('late');\napi.registerSpeechProvider(aVoice(async () => audio)); // here\n};";
    const code = moduleOf([late, 'api.on("llm_input", () => ledger.heard.push("heard"));', body].join("\n"));
    const faulty = await FaultyHost.at(moment, code);
    if (body.includes("aTool")) expect(await faulty.askTool()).toBe("REGISTER_LATE");
    await expect.poll(() => faulty.ledger.heard).toContain("late");
    const place = { path: faulty.path("index.mjs"), line: hereIn(code), plugin: "bad" };
    await expect.poll(() => faulty.diagnostic("REGISTER_LATE")).toMatchObject(place);
    await faulty.host.hooks.observe("llm_input", {} as never);
    expect(faulty.ledger.heard).toContain("heard");
    await expect(faulty.host.runtime.speech.synthesize({ text: "" }, { provider: "bad" })).rejects.toThrow(/bad/);
    await expectWell(faulty);
    await expectNothingLeft(faulty);
  });
});
