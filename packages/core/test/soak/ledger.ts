/** What the soaked plugin's code and its callers write down; faults in words, the first of them. Numbers alone, so that it keeps nothing alive. */
export class Ledger {
  /** Instances that registered, and those that were disposed. */
  begun = 0;
  ended = 0;
  /** Times a timer of an instance fired. */
  ticks = 0;
  serviceStarts = 0;
  /** How many services run now; the most at once. */
  servicesRunning = 0;
  servicesMost = 0;
  /** Rounds of callers, and calls that they made. */
  rounds = 0;
  calls = 0;
  /** Rounds through a view during which the plugin was loaded anew. */
  spanning = 0;
  readonly faults: Record<FaultKind, number> = { call: 0, instances: 0, owner: 0, ended: 0, reload: 0 };
  readonly said: string[] = [];

  /** A number for an instance that registers now, from 1. */
  begin(): number {
    return (this.begun += 1);
  }

  /** An instance's timer fired, or a function of it was called; it must not have been disposed. */
  alive(instance: number, isEnded: boolean): void {
    if (isEnded) this.fault("ended", `instance ${instance} was used after it was disposed`);
  }

  serviceUp(): void {
    this.serviceStarts += 1;
    this.servicesRunning += 1;
    this.servicesMost = Math.max(this.servicesMost, this.servicesRunning);
  }

  serviceDown(): void {
    this.servicesRunning -= 1;
  }

  fault(kind: FaultKind, words: string): void {
    this.faults[kind] += 1;
    if (this.said.length < 10) this.said.push(`${kind}: ${words}`);
  }
}

/** `call`: it failed; `instances`: a view saw two; `owner`: an id was another's; `ended`: it was disposed; `reload`: not taken. */
export type FaultKind = "call" | "instances" | "owner" | "ended" | "reload";
