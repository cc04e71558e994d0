import { describeFound, didYouMean, joinPointer, type Diagnostic, type LoadedConfig } from "@mortise/core";
import { diagnoseGateway } from "../diagnostics.js";

/** What the `gateway` section of `mortise.jsonc` says, defaults in place. */
export interface GatewaySettings {
  /** The address to listen on; 127.0.0.1 unless given. */
  readonly host: string;
  /** 4000 unless given; 0 takes any that is free. */
  readonly port: number;
  /** Longer request bodies are refused; 20 MiB unless given, because images travel in them. */
  readonly bodyLimitBytes: number;
  /** Further names under which the gateway is reached, each with or without a port. */
  readonly allowedHosts: readonly string[];
  /** Pages of other origins that may call the gateway, for example `https://app.example`. */
  readonly allowedOrigins: readonly string[];
  /** The model of chat requests that name none; without it such a request is refused. */
  readonly defaultModel?: string;
}

/** The settings that hold where nothing is said. */
export const defaultSettings: GatewaySettings = {
  host: "127.0.0.1",
  port: 4000,
  bodyLimitBytes: 20 * 1024 * 1024,
  allowedHosts: [],
  allowedOrigins: [],
};

/** What a value must be, in words and as a test; `each` is for the elements of a list. */
interface Expectation {
  readonly expected: string;
  accepts(value: unknown): boolean;
  readonly each?: Expectation;
}

const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

const listOf = (each: Expectation): Expectation => ({ expected: "a list", accepts: Array.isArray, each });

const hostName = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

function isOrigin(value: unknown): boolean {
  return typeof value === "string" && (value === "null" || (URL.canParse(value) && new URL(value).origin === value));
}

const expectations: Readonly<Record<keyof GatewaySettings, Expectation>> = {
  host: {
    expected: "a name or an address to listen on, such as 127.0.0.1",
    accepts: (value) => typeof value === "string" && /^[a-z0-9:._-]+$/i.test(value),
  },
  port: { expected: "a whole number from 0 to 65535", accepts: (value) => isWhole(value, 0, 65_535) },
  bodyLimitBytes: {
    expected: "a whole number of bytes from 1024 to 1073741824",
    accepts: (value) => isWhole(value, 1024, 2 ** 30),
  },
  allowedHosts: listOf({
    expected: "a host name such as gateway.example, with or without a port",
    accepts: (value) => typeof value === "string" && hostName.test(value),
  }),
  allowedOrigins: listOf({
    expected: "an origin such as https://app.example, without a slash at the end",
    accepts: isOrigin,
  }),
  defaultModel: {
    expected: "a model's name, such as offline/offline-chat",
    accepts: (value) => typeof value === "string" && value.length > 0,
  },
};

/** Reads the section. Never throws: what is wrong is set aside and said, with its place in the file. */
export function readSettings(loaded: Pick<LoadedConfig, "sections" | "place">): {
  readonly settings: GatewaySettings;
  readonly diagnostics: readonly Diagnostic[];
} {
  const section = loaded.sections["gateway"];
  if (section === undefined) return { settings: defaultSettings, diagnostics: [] };
  if (typeof section !== "object" || section === null || Array.isArray(section)) {
    const found = describeFound(section, false);
    const diagnostic = diagnoseGateway("GATEWAY_CONFIG_NOT_OBJECT", { found }, loaded.place("/gateway"));
    return { settings: defaultSettings, diagnostics: [diagnostic] };
  }
  const diagnostics: Diagnostic[] = [];
  const kept = Object.entries(section).flatMap(([key, value]: [string, unknown]) => {
    const pointer = joinPointer("/gateway", key);
    if (isSetting(key)) {
      const usable = usableValue(value, expectations[key], pointer, loaded, diagnostics);
      return usable === undefined ? [] : [[key, usable] as const];
    }
    diagnostics.push(unknownKey(key, loaded.place(pointer)));
    return [];
  });
  return { settings: { ...defaultSettings, ...Object.fromEntries(kept) }, diagnostics };
}

function isSetting(key: string): key is keyof GatewaySettings {
  return Object.hasOwn(expectations, key);
}

function unknownKey(key: string, place: ReturnType<LoadedConfig["place"]>): Diagnostic {
  const names = Object.keys(expectations);
  const parameters = { key, suggestion: didYouMean(key, names), known: names.join(", ") };
  return diagnoseGateway("GATEWAY_CONFIG_UNKNOWN_KEY", parameters, place);
}

/** The value, without elements that are wrong; nothing where it is wrong itself. */
function usableValue(
  value: unknown,
  { expected, accepts, each }: Expectation,
  pointer: string,
  loaded: Pick<LoadedConfig, "place">,
  diagnostics: Diagnostic[],
): unknown {
  if (!accepts(value)) {
    const parameters = { expected, found: describeFound(value, false) };
    diagnostics.push(diagnoseGateway("GATEWAY_CONFIG_INVALID_VALUE", parameters, loaded.place(pointer)));
    return undefined;
  }
  if (each === undefined || !Array.isArray(value)) return value;
  return value.filter(
    (element, index) => usableValue(element, each, joinPointer(pointer, index), loaded, diagnostics) !== undefined,
  );
}
