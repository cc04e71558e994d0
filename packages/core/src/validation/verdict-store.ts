import { createHash, createHmac, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { sync as writeFileAtomic } from "write-file-atomic";
import type { JsonSchema } from "../catalog/manifest.js";
import { diagnose } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SecretMode } from "./ajv.js";
import type { ConfigVerdict } from "./verdict.js";

/** Changes whenever a verdict could come out otherwise: the version of Ajv, of its formats, of this code. */
const recipe = "ajv 8.20.0, ajv-formats 3.0.1, mortise 1";

/** More verdicts than this are not kept; the oldest go first. */
const mostVerdicts = 10_000;

/** Remembers what schemas said of configs, in a file of the user's cache folder (mode 0600, written by rename). */
export interface VerdictStore {
  find(schema: JsonSchema, config: unknown, mode: SecretMode): ConfigVerdict | undefined;
  remember(schema: JsonSchema, config: unknown, mode: SecretMode, verdict: ConfigVerdict): void;
  /** Writes what is new. Gives a diagnostic where that cannot be done; nothing else depends on it. */
  flush(): Diagnostic | undefined;
}

interface StoreFile {
  readonly recipe: string;
  /** Keys the hashes of configs, so that the file tells nothing about short secrets. */
  readonly key: string;
  readonly verdicts: Readonly<Record<string, ConfigVerdict>>;
}

/** A store in `folder`, or one that forgets where there is none. Nothing is read before the first question. */
export function createVerdictStore(folder: string | undefined): VerdictStore {
  const path = folder === undefined ? undefined : join(folder, "config-verdicts.json");
  const fresh = new Map<string, ConfigVerdict>();
  let loaded: StoreFile | undefined;
  const file = (): StoreFile => (loaded ??= (path && readStore(path)) || newStore());
  const nameOf = (schema: JsonSchema, config: unknown, mode: SecretMode) => {
    const ofSchema = createHash("sha256").update(JSON.stringify(schema)).digest("base64url");
    const ofConfig = createHmac("sha256", file().key).update(JSON.stringify(config)).digest("base64url");
    return `${mode} ${ofSchema} ${ofConfig}`;
  };
  return {
    find(schema, config, mode) {
      const name = nameOf(schema, config, mode);
      return fresh.get(name) ?? (Object.hasOwn(file().verdicts, name) ? file().verdicts[name] : undefined);
    },
    remember(schema, config, mode, verdict) {
      fresh.set(nameOf(schema, config, mode), verdict);
    },
    flush() {
      if (path === undefined || fresh.size === 0) return undefined;
      try {
        writeStore(path, file(), fresh);
        return undefined;
      } catch (error) {
        return diagnose("CONFIG_CACHE_UNWRITABLE", { file: path, reason: (error as Error).message }, { path });
      }
    },
  };
}

function newStore(): StoreFile {
  return { recipe, key: randomBytes(32).toString("base64url"), verdicts: {} };
}

/** The file, where it is ours and of this recipe; nothing else is believed. */
function readStore(path: string): StoreFile | undefined {
  try {
    const { mode, uid } = statSync(path);
    const isOurs = process.platform === "win32" || ((mode & 0o022) === 0 && uid === process.getuid?.());
    const stored = JSON.parse(readFileSync(path, "utf8")) as StoreFile;
    const isWhole = stored.recipe === recipe && typeof stored.key === "string" && typeof stored.verdicts === "object";
    return isOurs && isWhole ? stored : undefined;
  } catch {
    return undefined;
  }
}

/** Joins with what another process may have written meanwhile, where it uses the same key. */
function writeStore(path: string, base: StoreFile, fresh: ReadonlyMap<string, ConfigVerdict>): void {
  const now = readStore(path);
  const known = now?.key === base.key ? now.verdicts : base.verdicts;
  const kept = [...Object.entries(known), ...fresh].slice(-mostVerdicts);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const text = JSON.stringify({ recipe, key: base.key, verdicts: Object.fromEntries(kept) } satisfies StoreFile);
  writeFileAtomic(path, text, { mode: 0o600 });
}
