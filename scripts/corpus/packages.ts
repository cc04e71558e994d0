/** What a package is expected to give, by the name under which `inspect` counts it; `hook` counts handlers. */
export type Counts = Readonly<Record<string, number>>;

/** A published package to try, at one version, and what its code registers where that is known. */
export interface CorpusPackage {
  readonly name: string;
  readonly version: string;
  /** Configs to try it with, each with what should come of it. Without any it gets the least that its schema admits. */
  readonly cases?: readonly CorpusCase[];
}

/** One config and what should come of it. */
export interface CorpusCase {
  /** What the table calls it. */
  readonly title?: string;
  /** Absent: the least that the schema admits. */
  readonly config?: object;
  /** Whether it should run; it should unless this says otherwise. */
  readonly loads?: boolean;
  /** At least these; where a count is not known the kind is left out. */
  readonly counts?: Counts;
}

/**
 * The public ten, pinned. What they should give was counted in their own code: how often `register` reaches each method
 * with the config that is given here.
 */
export const publicPackages: readonly CorpusPackage[] = [
  {
    name: "@mem0/openclaw-mem0",
    version: "1.0.16",
    cases: [
      { title: "without a key", config: {}, counts: { cli: 1, service: 1 } },
      {
        title: "with a key",
        config: { mode: "platform", apiKey: "not-a-key" },
        counts: { tool: 8, memory: 1, cli: 1, service: 1 },
      },
    ],
  },
  { name: "@jiggai/recipes", version: "0.5.2", cases: [{ counts: { hook: 2, cli: 1 } }] },
  {
    name: "simmer-automaton",
    version: "0.7.2",
    cases: [
      { title: "with a key", config: { apiKey: "not-a-key" }, counts: { hook: 1, service: 1, command: 1 } },
      { title: "without a key", config: {}, loads: false },
    ],
  },
  { name: "jasper-context-compactor", version: "0.4.1", cases: [{ counts: { hook: 1, command: 2, method: 1 } }] },
  { name: "@nicfox77/parakeet-stt", version: "0.2.9", cases: [{ counts: { command: 2, tool: 1 } }] },
  {
    name: "@robertogongora/graphiti",
    version: "0.6.2",
    cases: [{ counts: { tool: 2, cli: 2, service: 1, "context-engine": 1 } }],
  },
  {
    name: "@happycastle/oh-my-openclaw",
    version: "0.21.3",
    cases: [{ counts: { tool: 8, command: 7, service: 2, hook: 18, cli: 1, method: 1 } }],
  },
  { name: "@openclaw-china/wecom", version: "0.1.8", cases: [{ counts: { channel: 1 } }] },
  { name: "@openclaw/synology-chat", version: "2026.9.4", cases: [{ counts: {} }] },
  { name: "clawmarket", version: "0.6.8", cases: [{ loads: false }] },
];

/**
 * Reads `name@version`. An exact version is asked for, because a run must mean the same tomorrow.
 *
 * @returns why it cannot be read, as text, otherwise.
 */
export function readSpec(text: string): CorpusPackage | string {
  const at = text.lastIndexOf("@");
  const [name, version] = at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [text, ""];
  if (!/^\d+\.\d+\.\d+[\w.+-]*$/.test(version)) return `"${text}" names no exact version: write name@1.2.3.`;
  if (!/^(?:@[\w.-]+\/)?[\w.-]+$/.test(name)) return `"${name}" is not the name of a package.`;
  return publicPackages.find((known) => known.name === name && known.version === version) ?? { name, version };
}
