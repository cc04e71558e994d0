// What OpenClaw's SDK has for who may approve what an agent asks for. Mortise asks nobody on channels.
import { uniqueStrings } from "../values/lists.js";

type Entries = readonly (string | number)[] | null | undefined;

interface Approvers {
  readonly explicit?: Entries;
  readonly allowFrom?: Entries;
  readonly extraAllowFrom?: Entries;
  readonly defaultTo?: string | null;
}

interface Normalizers {
  readonly normalizeApprover: (entry: string | number) => string | undefined;
  readonly normalizeDefaultTo?: (entry: string) => string | undefined;
}

/** Who may approve: those who are named for it; where nobody is, those who may write, and the default target. */
export function resolveApprovalApprovers(of: Approvers & Normalizers): string[] {
  const known = (entries: Entries) => (entries ?? []).flatMap((entry) => of.normalizeApprover(entry) ?? []);
  const explicit = uniqueStrings(known(of.explicit));
  if (explicit.length > 0) return explicit;
  const target = of.defaultTo?.trim();
  const byDefault = target ? ((of.normalizeDefaultTo ?? of.normalizeApprover)(target) ?? []) : [];
  return uniqueStrings([...known(of.allowFrom), ...known(of.extraAllowFrom), byDefault].flat());
}

interface Asked {
  readonly senderId?: string | null;
  readonly approvalKind?: string;
}

interface AuthOptions extends Normalizers {
  readonly channelLabel: string;
  readonly resolveInputs: (place: Asked) => Approvers;
  readonly normalizeSenderId?: (id: string) => string | undefined;
}

/** Tells whether somebody may approve. Where nobody is set up for it nobody may, which OpenClaw leaves to the chat. */
export function createChannelApprovalAuth(options: AuthOptions): {
  resolveApprovers: (place: Asked) => string[];
  isAuthorizedSender: (place: Asked) => boolean;
  approvalAuth: { authorizeActorAction: (place: Asked) => { authorized: boolean; reason?: string } };
} {
  const resolveApprovers = (place: Asked) => resolveApprovalApprovers({ ...options, ...options.resolveInputs(place) });
  const isAuthorizedSender = (place: Asked) => {
    const sender = place.senderId
      ? (options.normalizeSenderId ?? options.normalizeApprover)(place.senderId)
      : undefined;
    return sender !== undefined && resolveApprovers(place).includes(sender);
  };
  const authorizeActorAction = (place: Asked) => {
    if (isAuthorizedSender(place)) return { authorized: true };
    const kind = place.approvalKind === undefined ? "these" : place.approvalKind;
    return { authorized: false, reason: `You may not approve ${kind} requests on ${options.channelLabel}.` };
  };
  return { resolveApprovers, isAuthorizedSender, approvalAuth: { authorizeActorAction } };
}
