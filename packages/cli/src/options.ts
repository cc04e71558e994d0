/** What every command takes. */
export interface GlobalOptions {
  /** The config file; without it mortise.jsonc is looked for upward from the current folder. */
  readonly config?: string;
  /** Address of a running gateway that is asked what its plugins registered. */
  readonly gateway?: string;
  /** false: no colour, terminal or not. */
  readonly color: boolean;
}

/** How long one plugin may take unless the command is told otherwise, in seconds. */
export const defaultTimeoutSeconds = 20;

/** What a command that can load plugins takes. */
export interface RuntimeOptions {
  /** Load the plugins, in a child process. */
  readonly runtime?: boolean;
  /** How long one plugin may take to load, in seconds. */
  readonly timeout?: number;
}

/** What a command that can answer in JSON takes. */
export interface JsonOption {
  readonly json?: boolean;
}
