import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { CapabilityError, type Channel, type OutboundMedium, type OutboundMessage, type Sent } from "@mortise/sdk";
import { extensionOf } from "../media-types.js";
import { membersOf, methodOf, textOf, wordOf, type Members } from "../reading.js";
import { accountOf, type ChannelSubject } from "./channel-subject.js";

type Outbound = NonNullable<Channel["outbound"]>;

/** The way out of a channel; nothing where it has none. */
export function toOutbound(subject: ChannelSubject): Outbound | undefined {
  const theirs = membersOf(subject.theirs["outbound"]);
  const newer = membersOf(membersOf(subject.theirs["message"])["send"]);
  const sendText = methodOf(theirs, "sendText") ?? methodOf(newer, "text");
  const sendMedia = methodOf(theirs, "sendMedia") ?? methodOf(newer, "media");
  const sendPoll = methodOf(theirs, "sendPoll");
  if (!sendText) return undefined;
  return {
    async send(message) {
      const place = placeOf(subject, message);
      const { media = [], text } = message;
      if (media.length === 0) return sentBy(await sendText({ ...place, text }));
      if (!sendMedia) throw new CapabilityError(`${subject.id} sends no media`, { code: "unsupported" });
      const results: Sent[] = [];
      for (const [index, medium] of media.entries()) {
        const mediaUrl = await written(subject, medium);
        results.push(sentBy(await sendMedia({ ...place, text: index === 0 ? text : "", mediaUrl })));
      }
      return results.at(-1) as Sent;
    },
    ...(sendPoll && {
      sendPoll: async (poll) => {
        const { question, options, isMultipleChoice, durationSeconds } = poll;
        const asked = {
          question,
          options,
          maxSelections: isMultipleChoice === true ? options.length : 1,
          ...(durationSeconds !== undefined && { durationHours: Math.max(1, Math.ceil(durationSeconds / 3_600)) }),
        };
        return sentBy(await sendPoll({ ...placeOf(subject, poll), poll: asked }));
      },
    }),
  };
}

type Place = Pick<OutboundMessage, "target" | "threadId" | "accountId" | "replyToId">;

function placeOf(subject: ChannelSubject, { target, threadId, replyToId, accountId: asked }: Place): Members {
  const { cfg, accountId } = accountOf(subject, asked);
  return { cfg, to: target, accountId, threadId: threadId ?? null, replyToId: replyToId ?? null };
}

/** Channels take media by path or address. The file stays: some send it later. */
async function written({ scope }: ChannelSubject, { data, mediaType, name }: OutboundMedium): Promise<string> {
  const folder = join(scope.folders.state(), "media");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const extension = name === undefined ? "" : extname(name);
  const file = join(folder, `${randomUUID()}${extension === "" ? extensionOf(mediaType) : extension}`);
  await writeFile(file, data, { mode: 0o600 });
  return file;
}

/** What a channel says that it sent. One that gives no id of the message has sent it all the same. */
function sentBy(result: unknown): Sent {
  const { messageId, id, threadId, ok, error } = membersOf(result);
  if (ok === false) {
    throw new CapabilityError(textOf(error) ?? messageOf(error), { code: "unavailable" });
  }
  const thread = wordOf(threadId);
  return { messageId: wordOf(messageId) ?? wordOf(id) ?? "unknown", ...(thread !== undefined && { threadId: thread }) };
}

function messageOf(error: unknown): string {
  return textOf(membersOf(error)["message"]) ?? "the channel did not send it and did not say why";
}
