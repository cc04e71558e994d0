// What OpenClaw's SDK has for direct messages that are encrypted.
import { asFiniteNumber } from "../values/numbers.js";

interface GuardPolicy {
  /** Kinds of events that are looked at. */
  readonly allowedKinds: readonly number[];
  readonly maxFutureSkewSec: number;
  readonly maxCiphertextBytes: number;
  readonly maxPlaintextBytes: number;
  readonly rateLimit: {
    readonly windowMs: number;
    readonly maxPerSenderPerWindow: number;
    readonly maxGlobalPerWindow: number;
    readonly maxTrackedSenderKeys: number;
  };
}

type Overrides = Partial<Omit<GuardPolicy, "rateLimit">> & { readonly rateLimit?: Partial<GuardPolicy["rateLimit"]> };

function atLeast(least: number, given: unknown, otherwise: number): number {
  const value = asFiniteNumber(given);
  return value === undefined ? otherwise : Math.max(least, Math.floor(value));
}

/** What is checked of a message before it is decrypted, with bounds of OpenClaw's where none are given. */
export function createDirectDmPreCryptoGuardPolicy(overrides: Overrides = {}): GuardPolicy {
  const { rateLimit = {} } = overrides;
  return {
    allowedKinds: overrides.allowedKinds ?? [4],
    maxFutureSkewSec: atLeast(0, overrides.maxFutureSkewSec, 120),
    maxCiphertextBytes: atLeast(1, overrides.maxCiphertextBytes, 16_384),
    maxPlaintextBytes: atLeast(1, overrides.maxPlaintextBytes, 8_192),
    rateLimit: {
      windowMs: atLeast(1, rateLimit.windowMs, 60_000),
      maxPerSenderPerWindow: atLeast(1, rateLimit.maxPerSenderPerWindow, 20),
      maxGlobalPerWindow: atLeast(1, rateLimit.maxGlobalPerWindow, 200),
      maxTrackedSenderKeys: atLeast(1, rateLimit.maxTrackedSenderKeys, 4_096),
    },
  };
}
