import { fork, type ChildProcess } from "node:child_process";

/** How much of what a child prints is kept, in characters. */
const keptOutput = 2000;

/** How long the last words of a child that ended may be under way, in milliseconds. */
const lastWordsMs = 500;

/**
 * How a child came to its end.
 *
 * - `answer`: it gave one
 * - `late`: nothing was heard of it for too long, so it was killed
 * - `ended`: it ended by itself and gave none; `words` is the end of what it printed, as a sentence, or empty
 */
export type ChildEnd<Answer> =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "late" }
  | { readonly kind: "ended"; readonly how: string; readonly words: string };

/** What is asked of a child. */
export interface ChildQuestion<Message, Answer> {
  /** The arguments that make this command that child. */
  readonly args: readonly string[];
  /** How long it may go without a message, in milliseconds. */
  readonly deadlineMs: number;
  /** Takes a message; gives the answer where the message is that. */
  readonly read: (message: Message) => Answer | undefined;
}

/** Runs this command as a child process to its end; it is gone when this resolves. Never rejects. */
export function askChild<Message, Answer>({
  args,
  deadlineMs,
  read,
}: ChildQuestion<Message, Answer>): Promise<ChildEnd<Answer>> {
  const child = fork(process.argv[1] ?? "", args, { stdio: ["ignore", "pipe", "pipe", "ipc"] });
  const printed = keepOutput(child);
  return new Promise((resolve) => {
    let end: ChildEnd<Answer> | undefined;
    const finish = (found: ChildEnd<Answer>) => {
      end ??= found;
      child.kill("SIGKILL");
    };
    const late = () => finish({ kind: "late" });
    let timer = setTimeout(late, deadlineMs);
    child.on("message", (message: Message) => {
      clearTimeout(timer);
      timer = setTimeout(late, deadlineMs);
      const answer = read(message);
      // Its plugins now unload; it ends by itself unless one of them hangs.
      if (answer !== undefined) end ??= { kind: "answer", answer };
    });
    child.on("error", (error) => finish({ kind: "ended", how: error.message, words: "" }));
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      const how = signal === null ? `it exited with code ${code}` : `it got the signal ${signal}`;
      const settle = () => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        resolve(end ?? { kind: "ended", how, words: lastWords(printed()) });
      };
      // Its last words may still be in the pipe; a process of its own may hold the pipe for ever.
      child.once("close", settle);
      setTimeout(settle, lastWordsMs).unref();
    });
  });
}

function lastWords(printed: string): string {
  return printed === "" ? "" : ` Its last words: ${printed}`;
}

/** Takes what a child prints off its hands, so that nothing of it reaches our own output; gives the end of it. */
function keepOutput({ stdout, stderr }: ChildProcess): () => string {
  let kept = "";
  for (const stream of [stdout, stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      kept = (kept + text).slice(-keptOutput);
    });
  }
  return () => kept.trim();
}
