import { appendFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";

/** A file that lines are appended to, in the order in which they were given. */
export interface LineFile {
  /** Takes a line and returns at once. */
  append(line: string): void;
  /** Resolves when everything given so far is written or lost. Never rejects. */
  flush(): Promise<void>;
}

/** Only the user that runs the host may read it. */
const fileMode = 0o600;
const folderMode = 0o700;

/**
 * Opens a file for appending; it and its folder are made with the first line. Lines that cannot be written are lost,
 * and `complain` hears of it once, until writing works again.
 */
export function createLineFile(path: string, complain: (reason: string, lost: number) => void): LineFile {
  let waiting: string[] = [];
  let writing: Promise<void> | undefined;
  let isFailing = false;
  const writeAll = async () => {
    while (waiting.length > 0) {
      const lines = waiting;
      waiting = [];
      try {
        await write(path, lines);
        isFailing = false;
      } catch (error) {
        if (!isFailing) complain(error instanceof Error ? error.message : String(error), lines.length);
        isFailing = true;
      }
    }
    writing = undefined;
  };
  return {
    append(line) {
      waiting.push(line);
      writing ??= writeAll();
    },
    flush: async () => writing,
  };
}

async function write(path: string, lines: readonly string[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: folderMode });
  await appendFile(path, `${lines.join("\n")}\n`, { mode: fileMode });
}
