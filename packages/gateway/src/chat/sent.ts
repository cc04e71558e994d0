import type { Exchange, Serving } from "../serving.js";
import { messageOf } from "./call-hooks.js";
import type { NextPiece, Pieces } from "./pieces.js";

/** A reply in pieces that is watched as it leaves. */
export interface Leaving {
  readonly next: NextPiece;
  /** The caller has gone. */
  leave(): void;
}

/** Tells the observers that a reply was handed to the connection. */
export async function tellSent(
  content: string,
  { requestId, model }: Exchange & { readonly model: string },
  { emissions, host }: Serving,
  error?: string,
): Promise<void> {
  const outcome =
    error === undefined ? { success: true } : { success: false, error: host.controlPlane.checks.redactor.text(error) };
  await emissions.observe("message_sent", { requestId, model, content, ...outcome }, requestId);
}

/** Watches the pieces of a reply leave, and tells the observers when the last has, or why it never will. */
export function watchLeaving(
  pieces: Pieces,
  sending: Exchange & { readonly model: string },
  serving: Serving,
): Leaving {
  let content = "";
  let isTold = false;
  const tell = async (error?: string) => {
    if (isTold) return;
    isTold = true;
    await tellSent(content, sending, serving, error);
  };
  return {
    async next() {
      try {
        const { done, value } = await pieces.next();
        if (done) return undefined;
        if (value.type === "text" || value.type === "refusal") content += value.text;
        if (value.type === "finish") await tell();
        return value;
      } catch (error) {
        await tell(messageOf(error));
        throw error;
      }
    },
    leave() {
      void tell("The caller went away.");
      // What still runs ends by its signal; then nobody is left to hear of it.
      void Promise.resolve(pieces.return(undefined)).catch(() => {});
    },
  };
}
