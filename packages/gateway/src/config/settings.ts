import {
  describeFound,
  didYouMean,
  isSecretRef,
  joinPointer,
  type Diagnostic,
  type LoadedConfig,
  type SecretRef,
} from "@mortise/core";
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
  /** Who may call. */
  readonly http: HttpSettings;
  /** What a chat request may set off besides the model. */
  readonly chat: ChatSettings;
  /** Who hears how requests and calls went. */
  readonly telemetry: TelemetrySettings;
}

/** What the key `chat` of the section says. */
export interface ChatSettings {
  /** What a chat message begins with to call a command; `/` unless given, and nothing calls one where it is empty. */
  readonly commandPrefix?: string;
  /** How often in one turn tools of plugins are run and the model is asked again; 8 unless given, 0: no tools of plugins. */
  readonly toolRounds?: number;
  /** Optional tools of plugins that every model is offered, by name. */
  readonly optionalTools?: readonly string[];
  /** How much a model takes, in tokens, where its provider does not say; 32768 unless given. For the context engine. */
  readonly contextTokens?: number;
}

/** What holds where `chat` says nothing. */
export const defaultChatSettings: Required<ChatSettings> = {
  commandPrefix: "/",
  toolRounds: 8,
  optionalTools: [],
  contextTokens: 32_768,
};

/** What the key `http` of the section says. */
export interface HttpSettings {
  /**
   * What callers must send as `Authorization: Bearer …`; anybody who reaches the gateway may call it without one. A
   * secret reference until the gateway has read it.
   */
  readonly token?: string | SecretRef;
}

/** What the key `telemetry` of the section says. */
export interface TelemetrySettings {
  /** Requests and calls of plugins become spans of the tracer that the application registered; off unless given. */
  readonly openTelemetry?: boolean;
}

/** The settings that hold where nothing is said. */
export const defaultSettings: GatewaySettings = {
  host: "127.0.0.1",
  port: 4000,
  bodyLimitBytes: 20 * 1024 * 1024,
  allowedHosts: [],
  allowedOrigins: [],
  http: {},
  chat: {},
  telemetry: {},
};

/** What a value must be, in words and as a test; `each` is for the elements of a list, `members` for those of an object. */
interface Expectation {
  readonly expected: string;
  accepts(value: unknown): boolean;
  readonly each?: Expectation;
  readonly members?: Expectations;
}

type Expectations = Readonly<Record<string, Expectation>>;

/** What stands there may be the token, and is never shown. */
const httpPointer = "/gateway/http";

/** Where the token stands. */
export const tokenPointer: string = `${httpPointer}/token`;

const isWhole = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

const listOf = (each: Expectation): Expectation => ({ expected: "a list", accepts: Array.isArray, each });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const groupOf = (members: Expectations): Expectation => ({ expected: "an object", accepts: isObject, members });

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
  chat: groupOf({
    commandPrefix: {
      expected: "at most 16 characters without spaces; none: chat messages call no commands",
      accepts: (value) => typeof value === "string" && /^\S{0,16}$/.test(value),
    },
    toolRounds: { expected: "a whole number from 0 to 100", accepts: (value) => isWhole(value, 0, 100) },
    contextTokens: {
      expected: "a whole number of tokens from 256 to 100000000",
      accepts: (value) => isWhole(value, 256, 1e8),
    },
    optionalTools: listOf({
      expected: "a tool's name",
      accepts: (value) => typeof value === "string" && /^[\w-]{1,64}$/.test(value),
    }),
  }),
  telemetry: groupOf({
    openTelemetry: { expected: "true or false", accepts: (value) => typeof value === "boolean" },
  }),
  http: groupOf({
    token: {
      expected: 'a secret of 16 characters or more without spaces, {"$env": NAME} or {"$file": PATH}',
      accepts: (value) => isSecretRef(value) || (typeof value === "string" && isToken(value)),
    },
  }),
};

/** Whether a text can be a token: long enough not to be guessed, and made of what fits into a header. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]{16,}$/.test(text);
}

/** Reads the section. Never throws: what is wrong is set aside and said, with its place in the file. */
export function readSettings(loaded: Pick<LoadedConfig, "sections" | "place">): {
  readonly settings: GatewaySettings;
  readonly diagnostics: readonly Diagnostic[];
} {
  const section = loaded.sections["gateway"];
  if (section === undefined) return { settings: defaultSettings, diagnostics: [] };
  if (!isObject(section)) {
    const found = describeFound(section, false);
    const diagnostic = diagnoseGateway("GATEWAY_CONFIG_NOT_OBJECT", { found }, loaded.place("/gateway"));
    return { settings: defaultSettings, diagnostics: [diagnostic] };
  }
  const diagnostics: Diagnostic[] = [];
  const kept = usableMembers(section, expectations, "/gateway", loaded, diagnostics);
  return { settings: withDefaults(kept), diagnostics };
}

/** The defaults of a group hold where the group says nothing. */
function withDefaults(kept: Readonly<Record<string, unknown>>): GatewaySettings {
  const groups = Object.entries(defaultSettings).filter(([key, value]) => isObject(value) && isObject(kept[key]));
  const merged = groups.map(([key, value]) => [key, { ...(value as object), ...(kept[key] as object) }]);
  return { ...defaultSettings, ...kept, ...Object.fromEntries(merged) } as GatewaySettings;
}

/** The members of an object that are known and right. */
function usableMembers(
  object: Readonly<Record<string, unknown>>,
  known: Expectations,
  pointer: string,
  loaded: Pick<LoadedConfig, "place">,
  diagnostics: Diagnostic[],
): Readonly<Record<string, unknown>> {
  const kept = Object.entries(object).flatMap(([key, value]) => {
    const place = joinPointer(pointer, key);
    const expectation = Object.hasOwn(known, key) ? known[key] : undefined;
    if (!expectation) {
      diagnostics.push(unknownKey(key, Object.keys(known), loaded.place(place)));
      return [];
    }
    const usable = usableValue(value, expectation, place, loaded, diagnostics);
    return usable === undefined ? [] : [[key, usable] as const];
  });
  return Object.fromEntries(kept);
}

function unknownKey(key: string, names: readonly string[], place: ReturnType<LoadedConfig["place"]>): Diagnostic {
  const parameters = { key, suggestion: didYouMean(key, names), known: names.join(", ") };
  return diagnoseGateway("GATEWAY_CONFIG_UNKNOWN_KEY", parameters, place);
}

/** The value, without elements that are wrong; nothing where it is wrong itself. */
function usableValue(
  value: unknown,
  { expected, accepts, each, members }: Expectation,
  pointer: string,
  loaded: Pick<LoadedConfig, "place">,
  diagnostics: Diagnostic[],
): unknown {
  if (!accepts(value)) {
    const parameters = { expected, found: describeFound(value, pointer.startsWith(httpPointer)) };
    diagnostics.push(diagnoseGateway("GATEWAY_CONFIG_INVALID_VALUE", parameters, loaded.place(pointer)));
    return undefined;
  }
  if (members && isObject(value)) return usableMembers(value, members, pointer, loaded, diagnostics);
  if (each === undefined || !Array.isArray(value)) return value;
  return value.filter(
    (element, index) => usableValue(element, each, joinPointer(pointer, index), loaded, diagnostics) !== undefined,
  );
}
