import { isDeepStrictEqual } from "node:util";
import { channel } from "@mortise/sdk";
import { foldId, type Diagnostic, type Host, type Registration } from "@mortise/core";
import { declaredId } from "../plugins/metadata.js";
import { handSection, sectionsOf, type ConfiguredChannel, type ConfiguredChannels, type Section } from "./configure.js";

/** The channels of a gateway, and what became of them. */
export interface LiveChannels {
  /** Another map after each change. */
  readonly configured: ConfiguredChannels;
  /**
   * Hands over the sections that changed, and those whose owner is another instance now. What is not in the config any
   * more is taken from its owner by loading that anew. Not to be called twice at once.
   */
  follow(): Promise<void>;
}

/** A channel, and what it was configured with. */
interface Handed extends ConfiguredChannel {
  readonly written: Section[1];
  /** Absent where the owner is not loaded. */
  readonly registration: Registration | undefined;
  readonly controlPlane: Host["controlPlane"];
}

/** Configures the channels of a host when `follow` is first called. */
export function createChannels(host: Host): LiveChannels {
  let handed: ReadonlyMap<string, Handed> = new Map();
  const report = onlyOnce(host.diagnostics.report);
  const hand = async (section: Section): Promise<Handed> => {
    const [id, written] = section;
    const { controlPlane } = host;
    const problem = await handSection(section, host, report);
    const registration = registrationOf(id, host);
    return { id, written, controlPlane, registration, ...(problem !== undefined && { problem }) };
  };
  return {
    get configured() {
      return handed;
    },
    async follow() {
      const sections = sectionsOf(host, report);
      const before = [...handed.values()];
      const known = (section: Section) =>
        before.find((each) => each.id === section[0] && isCurrent(each, section, host));
      const now = await Promise.all(sections.map(async (section) => known(section) ?? hand(section)));
      handed = new Map(now.map((each) => [foldId(ownId(each.id, host)), each]));
      const gone = before.filter(({ id }) => !sections.some(([other]) => other === id));
      await takeBack(gone, handed, host);
    },
  };
}

/** Whether nothing is to be done: what failed is tried again when plugins and config were read anew. */
function isCurrent(
  { id, written, registration, controlPlane, problem }: Handed,
  section: Section,
  host: Host,
): boolean {
  if (!isDeepStrictEqual(written, section[1]) || registration !== registrationOf(id, host)) return false;
  return problem === undefined || controlPlane === host.controlPlane;
}

/** A channel knows no way back: an instance whose section is gone is replaced by one that never had it. */
async function takeBack(gone: readonly Handed[], handed: ConfiguredChannels, host: Host): Promise<void> {
  for (const { id, registration } of gone) {
    if (registration === undefined || registration !== registrationOf(id, host)) continue;
    if (!handed.has(foldId(ownId(id, host)))) await host.reload(registration.plugin);
  }
}

function registrationOf(id: string, { registry }: Host): Registration | undefined {
  const found = registry.get(channel, id);
  return found?.status === "active" ? found.registration : undefined;
}

/** As its owner writes it. */
function ownId(id: string, host: Host): string {
  const owner = host.registry.get(channel, id)?.plugin;
  return owner === undefined ? id : declaredId(channel, id, owner, host);
}

/** What is tried again with the same outcome is not said again. */
function onlyOnce(report: (diagnostic: Diagnostic) => void): (diagnostic: Diagnostic) => void {
  const said = new Set<string>();
  return (diagnostic) => {
    const { code, pointer, message } = diagnostic;
    const name = [code, pointer, message].join(" ");
    if (said.has(name)) return;
    said.add(name);
    report(diagnostic);
  };
}
