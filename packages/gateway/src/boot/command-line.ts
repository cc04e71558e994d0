import { parseArgs } from "node:util";

/** What was asked for on the command line. */
export interface Invocation {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  /** Whether edits of plugins and of the config are taken over while the gateway runs. */
  readonly watch: boolean;
  readonly help: boolean;
}

/** How the command is used. */
export const usage = `Usage: mortise-gateway [options]

Serves OpenAI's HTTP API over the capabilities that plugins provide.

  --config FILE  the config file; mortise.jsonc is looked for upward without it
  --host HOST    the address to listen on; gateway.host of the config file, or 127.0.0.1
  --port PORT    the port to listen on; gateway.port of the config file, or 4000
  --watch        takes over what is edited, in plugins and in the config file
  --help         this text`;

const options = {
  config: { type: "string" },
  host: { type: "string" },
  port: { type: "string" },
  watch: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** Reads the command line. Throws an error that says what is wrong with it. */
export function readCommandLine(args: readonly string[]): Invocation {
  const { config, host, port, watch, help } = parseArgs({ args: [...args], options }).values;
  return {
    watch,
    help,
    ...(config !== undefined && { config }),
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port: readPort(port) }),
  };
}

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Error(`--port takes a number from 0 to 65535, not "${text}"`);
}
