import { parseSync, Visitor } from "rolldown/utils";

/** What a file of tests cites. */
export interface Citations {
  /** The ids in the titles of its tests and suites, each once, in order. */
  readonly ids: readonly string[];
  /** The suites of `@mortise/testing` that it calls: they cite what they check. */
  readonly suites: ReadonlySet<string>;
}

const runners = new Set(["describe", "it", "test"]);
/** A test that is never run proves nothing. */
const never = new Set(["skip", "todo"]);
const suiteNames = new Set(["testPlugin", "describeConformance"]);

/** One id or several in brackets, anywhere in a title. */
const cited = /\[([A-Z]+-\d+(?:, [A-Z]+-\d+)*)\]/g;

type Call = Parameters<NonNullable<ConstructorParameters<typeof Visitor>[0]["CallExpression"]>>[0];
type Callee = Call["callee"];

/** Reads citations out of the titles of a file of tests, without running it. Throws where it cannot be parsed. */
export function readCitations(file: string, text: string): Citations {
  const { program, errors } = parseSync(file, text);
  if (errors[0]) throw new SyntaxError(`${file}: ${errors[0].message}`);
  const ids = new Set<string>();
  const suites = new Set<string>();
  new Visitor({
    CallExpression(call) {
      const [name, members] = calledName(call.callee);
      if (suiteNames.has(name)) suites.add(name);
      if (!runners.has(name) || members.some((member) => never.has(member))) return;
      for (const [, list = ""] of titleOf(call).matchAll(cited)) for (const id of list.split(", ")) ids.add(id);
    },
  }).visit(program);
  return { ids: [...ids], suites };
}

/** `it` and `["skipIf"]` of `it.skipIf(…)("…", …)`. */
function calledName(callee: Callee): readonly [name: string, members: readonly string[]] {
  if (callee.type === "Identifier") return [callee.name, []];
  if (callee.type === "CallExpression") return calledName(callee.callee);
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return ["", []];
  const [name, members] = calledName(callee.object);
  return [name, [...members, callee.property.name]];
}

/** The text of a call's first argument, as far as it is written there. */
function titleOf({ arguments: [title] }: Call): string {
  if (title?.type === "Literal") return typeof title.value === "string" ? title.value : "";
  return title?.type === "TemplateLiteral" ? title.quasis.map(({ value }) => value.cooked ?? "").join(" ") : "";
}
