import type { Host, HostView } from "../../src/host-interface.js";
import type { Contract, ToolResult } from "@mortise/sdk";
import type { Ledger } from "./ledger.js";

/** The contracts that callers look up; the program hands them in, because it has them from the host's own SDK. */
export interface Asked {
  readonly tool: Contract;
  readonly route: Contract;
  readonly speech: Contract;
}

interface Callable {
  execute(args: object): Promise<ToolResult>;
  handle(request: Request): Promise<Response>;
}

/** Calls all that the soaked plugin brings, round after round, until it is told to end; what goes wrong is written down. */
export class Caller {
  readonly #host: Host;
  readonly #asked: Asked;
  readonly #ledger: Ledger;
  #isOver = false;

  constructor(host: Host, asked: Asked, ledger: Ledger) {
    this.#host = host;
    this.#asked = asked;
    this.#ledger = ledger;
  }

  end(): void {
    this.#isOver = true;
  }

  async run(): Promise<void> {
    while (!this.#isOver) await this.#round();
  }

  async #round(): Promise<void> {
    const ledger = this.#ledger;
    const { begun } = ledger;
    const view = this.#host.view();
    try {
      await this.#askHost();
      const seen = await this.#askView(view);
      ledger.calls += seen.length + 2;
      if (new Set(seen).size > 1) ledger.fault("instances", seen.join(" "));
    } catch (error) {
      ledger.fault("call", error instanceof Error ? (error.stack ?? error.message) : String(error));
      // Where all fails at once, the others still have to get their turn.
      await new Promise((resolve) => void setImmediate(resolve));
    } finally {
      view.release();
    }
    ledger.rounds += 1;
    if (ledger.begun !== begun) ledger.spanning += 1;
  }

  /** Whoever asks the host itself gets the instance of the moment. */
  async #askHost(): Promise<void> {
    const { mediaType } = await this.#host.runtime.speech.synthesize({ text: "now" });
    if (!/^audio\/\d+$/.test(mediaType)) throw new Error(`the host answered ${mediaType}`);
  }

  /** Which instances answered; the first is whom the view's registry names. */
  async #askView(view: HostView): Promise<readonly string[]> {
    const event = { requestId: "r", provider: "p", model: "m", messages: [], tool: "soaked", callId: "c", args: {} };
    this.#checkOwners(view);
    const chosen = await view.hooks.modify("before_model_resolve", event);
    const audio = await view.runtime.speech.synthesize({ text: "in a view" });
    await view.hooks.observe("llm_input", event as never);
    const gate = await view.hooks.gate("before_tool_call", event);
    if (gate.blocked) throw new Error(`the gate was shut: ${gate.reason}`);
    const tool = await this.#call<ToolResult>(view, this.#asked.tool, "soaked", "execute", {});
    const response = await this.#call<Response>(
      view,
      this.#asked.route,
      "/soaked",
      "handle",
      new Request("http://h/soaked"),
    );
    const guarded = (gate.event as unknown as { args: { instance: number } }).args.instance;
    const served = await response.text();
    return [String(chosen?.model), audio.mediaType.slice("audio/".length), String(guarded), tool.text, served];
  }

  async #call<Answer>(
    view: HostView,
    contract: Contract,
    id: string,
    operation: keyof Callable,
    request: unknown,
  ): Promise<Answer> {
    const found = await view.resolve(contract as Contract<string, Callable>, id);
    if (!found) throw new Error(`nobody has ${contract.kind} ${id}`);
    return (await view.call(found, operation, request)) as Answer;
  }

  #checkOwners({ registry }: Pick<HostView, "registry">): void {
    for (const [contract, id] of [
      [this.#asked.tool, "soaked"],
      [this.#asked.route, "/soaked"],
      [this.#asked.speech, "voice"],
    ] as const) {
      const owner = registry.get(contract, id);
      if (owner?.plugin === "soaked" && owner.status === "active") continue;
      this.#ledger.fault("owner", `${contract.kind} ${id} was ${owner?.status} of ${owner?.plugin}`);
    }
  }
}
