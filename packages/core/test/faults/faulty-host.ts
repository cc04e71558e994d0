import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { speech, tool, type Tool, type ToolResult } from "@mortise/sdk";
import { expect } from "vitest";
import { activeCalls } from "../../src/calling/deadlines.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { Host, HostOptions } from "../../src/host-interface.js";
import type { InstanceUse } from "../../src/loading/instance-use.js";
import { hostWith } from "../host-with.js";

/** When the fault is there: as the plugin is first loaded, or as it is loaded anew and ran well before. */
export const moments = ["first load", "reload"] as const;
export type Moment = (typeof moments)[number];

/** What the plugins of a test wrote down. */
interface Ledger {
  begun: number;
  /** Instances that registered and were not disposed. */
  readonly alive: Set<number>;
  /** Instances whose interval fired. */
  ticks: number[];
  /** Services that run. */
  readonly services: Set<string>;
  /** What a test's plugin has to say. */
  readonly heard: string[];
}

const provides = {
  speech: ["bad"],
  tools: ["bad"],
  services: ["bad"],
  hooks: ["before_model_resolve", "before_prompt_build", "before_tool_call", "llm_input"],
};

/** The line of `// here` in a plugin's code, from 1. */
export function hereIn(code: string): number {
  const before = code.split("// here")[0] ?? "";
  expect(before).not.toBe(code);
  return before.split("\n").length;
}

/** A module whose `register` begins by what shows, later, that an instance is gone: a disposer, a timer, a listener. */
export function moduleOf(register: string, members = ""): string {
  return `
import { EventEmitter } from "node:events";
const ledger = globalThis.faultLedger;
const turn = () => new Promise((resolve) => setImmediate(resolve));
const audio = { audio: new Uint8Array(1), mediaType: "audio/wav" };
const aTool = (execute) => ({ name: "bad", description: "", parameters: { type: "object" }, execute });
const aVoice = (synthesize) => ({ id: "bad", synthesize });
const aService = (start, stop) => ({ id: "bad", start, stop });
export default {
  id: "bad",
  register(api) {
    const instance = (ledger.begun += 1);
    ledger.alive.add(instance);
    api.onDispose(() => void ledger.alive.delete(instance));
    api.setInterval(() => void ledger.ticks.push(instance), 1);
${register}
  },
${members}
};
`;
}

/** What the plugin is before it goes bad. */
export const sound = moduleOf(
  `    api.registerTool(aTool(async () => ({ text: "sound" })));
    api.registerService(aService(() => void ledger.services.add("bad"), () => void ledger.services.delete("bad")));`,
);

const well = {
  provides: { speech: ["well"], tools: ["well"], services: ["well"], hooks: ["llm_output"] },
  module: `
const ledger = globalThis.faultLedger;
export default {
  id: "well",
  register(api) {
    api.on("llm_output", () => ({ well: true }));
    api.registerTool({ name: "well", description: "", parameters: { type: "object" }, execute: async () => ({ text: "well" }) });
    api.registerSpeechProvider({ id: "well", synthesize: async () => ({ audio: new Uint8Array(1), mediaType: "audio/well" }) });
    api.registerService({ id: "well", start: () => void ledger.services.add("well"), stop: () => void ledger.services.delete("well") });
  },
};`,
};

export interface FaultyHostOptions extends HostOptions {
  readonly manifest?: object;
  /** Files beside the plugin's module, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Further members of the config's `plugins.entries.bad`. */
  readonly entry?: object;
}

/** A host with a plugin that goes bad, and one that is well all along. */
export class FaultyHost {
  readonly host: Host;
  readonly ledger: Ledger;
  readonly #folder: string;
  /** Those of the instances that there were. */
  readonly uses = new Set<InstanceUse>();

  private constructor(host: Host, folder: string, ledger: Ledger) {
    this.host = host;
    this.#folder = folder;
    this.ledger = ledger;
  }

  /** Brings the plugin to the moment of its fault: `code` is what it then is. */
  static async at(moment: Moment, code: string, options: FaultyHostOptions = {}): Promise<FaultyHost> {
    const { manifest, files, entry, ...others } = options;
    const ledger: Ledger = { begun: 0, alive: new Set(), ticks: [], services: new Set(), heard: [] };
    Object.assign(globalThis, { faultLedger: ledger });
    const module = moment === "reload" ? sound : code;
    const bad = { provides, module, ...(manifest && { manifest }), ...(files && { files }) };
    const { host, folder } = await hostWith(
      { bad, well },
      { ...others, ...(entry && { settings: { entries: { bad: entry } } }) },
    );
    const faulty = new FaultyHost(host, folder, ledger);
    await host.start();
    if (moment === "reload") {
      faulty.keepUses();
      faulty.write("index.mjs", code);
      await host.reload("bad");
    }
    await host.load(["bad"]);
    await host.ensure("startup");
    faulty.keepUses();
    return faulty;
  }

  /** Absolute path of a file of the plugin. */
  path(name: string): string {
    return join(this.#folder, "bad", name);
  }

  write(name: string, text: string): void {
    writeFileSync(this.path(name), text);
  }

  /** Notes the instances that are loaded now, so that it can be told later whether their calls have ended. */
  keepUses(): void {
    for (const { use } of this.host.registry.instances.values()) this.uses.add(use);
  }

  get found(): readonly Diagnostic[] {
    return this.host.diagnostics.all.filter(({ plugin }) => plugin === "bad");
  }

  /** The diagnostic with this code, which must name the plugin and a place in its files. */
  diagnostic(code: string): Diagnostic {
    const found = this.found.find((one) => one.code === code);
    if (!found) throw new Error(`no ${code} among ${this.found.map((one) => `${one.code} ${one.message}`).join("; ")}`);
    return found;
  }

  /** What the tool of the plugin answers, or why it answers nothing. */
  async askTool(name = "bad"): Promise<string> {
    const found = await this.host.resolve(tool, name);
    if (!found) return "nobody";
    const { text }: ToolResult = await this.host.call<Tool, "execute">(found as never, "execute", {});
    return text;
  }
}

/** The plugin that is well answers in every way. */
export async function expectWell(faulty: FaultyHost): Promise<void> {
  const { host, ledger } = faulty;
  expect(await faulty.askTool("well")).toBe("well");
  expect((await host.runtime.speech.synthesize({ text: "" }, { provider: "well" })).mediaType).toBe("audio/well");
  expect(await host.hooks.collect("llm_output", {} as never)).toMatchObject([
    { plugin: "well", result: { well: true } },
  ]);
  expect(host.registry.get(speech, "well")).toMatchObject({ plugin: "well", status: "active" });
  expect([host.services.includes("well"), ledger.services.has("well")]).toEqual([true, true]);
}

/** What runs of the plugin is the instance of before alone, or nothing where there was none. */
export async function expectAsBefore(faulty: FaultyHost, moment: Moment): Promise<void> {
  expect(await faulty.askTool()).toBe(moment === "reload" ? "sound" : "nobody");
  expect([...faulty.ledger.alive]).toEqual(moment === "reload" ? [1] : []);
  expect(faulty.host.services).toEqual(moment === "reload" ? ["bad", "well"] : ["well"]);
}

/** Closes the host; nothing of any instance is left then: no disposer to run, timer, service, call, or wait. */
export async function expectNothingLeft(faulty: FaultyHost): Promise<void> {
  const { host, ledger, uses } = faulty;
  faulty.keepUses();
  await host.close();
  expect([...ledger.alive]).toEqual([]);
  expect([...ledger.services]).toEqual([]);
  expect(host.registry.instances.size).toBe(0);
  expect([...uses].map(({ calls }) => calls)).toEqual([...uses].map(() => 0));
  expect(activeCalls().map(({ plugin, what }) => `${plugin} ${what}`)).toEqual([]);
  ledger.ticks.length = 0;
  await new Promise((resolve) => void setTimeout(resolve, 5));
  expect(ledger.ticks).toEqual([]);
}
