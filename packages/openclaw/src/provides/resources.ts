import { basename, join } from "node:path/posix";
import { joinPointer } from "@mortise/core/catalog";
import { byId, type Bundle, type Part } from "../bundles/bundle.js";
import { mcpServers } from "../bundles/parts/servers.js";
import { diagnoseOpenclaw } from "../diagnostics.js";
import type { Fields } from "../fields/known.js";
import type { Subject } from "../subject.js";
import type { Declared, Provided } from "./declared.js";

const skillFile = "SKILL.md";

/** The skills: each folder that `skills` names, and each right below it, that has a `SKILL.md`. */
export function readSkills(subject: Subject, { skills = [] }: Fields): Declared {
  const parts = skills.flatMap((written, index) => {
    const found = skillsAt(subject, join(written).replace(/\/$/, ""));
    if (found.length === 0) {
      const place = subject.at(joinPointer("/skills", index));
      subject.report(diagnoseOpenclaw("OPENCLAW_SKILLS_MISSING", { target: written, file: skillFile }, place));
    }
    return found;
  });
  return { key: "skills", ids: byId(asBundle(subject), "skills", parts), pointer: "/skills" };
}

function skillsAt({ source }: Subject, path: string): readonly Part[] {
  const below = source.list(path).flatMap(({ name, kind }) => (kind === "folder" ? [join(path, name)] : []));
  const hasSkill = (folder: string) => source.exists(join(folder, skillFile));
  const folders = hasSkill(path) ? [path] : below.filter(hasSkill);
  return folders.map((folder) => ({ name: basename(join(source.root, folder)), metadata: { path: folder } }));
}

/** The MCP servers: how each is reached, and the names of its environment and headers; the values stay in the file. */
export function readMcpServers(subject: Subject, { mcpServers: servers }: Fields): Provided[string] {
  if (servers === undefined) return {};
  const bundle = asBundle(subject);
  const parts = mcpServers.inline?.(bundle, { mcpServers: servers }, "") ?? [];
  return byId(bundle, "mcp-servers", parts);
}

/** A manifest lists its parts as those of bundles do. */
function asBundle({ source, report, at }: Subject): Bundle {
  const manifestFile = basename(source.path);
  const layout = { format: "openclaw", manifestFile, needsName: false, places: [], unused: [] };
  return { source, layout, fields: {}, report, at };
}
