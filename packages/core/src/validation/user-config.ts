import { isPromiseLike } from "../diagnostics/given-value.js";
import type { CallUser } from "@mortise/sdk";
import type { ReadyCandidate } from "../catalog/candidate.js";
import type { JsonSchema } from "../catalog/manifest.js";
import { dottedPointer, readPointer } from "../config/pointer.js";
import { describeFound } from "../config/schema-issue.js";
import { diagnose } from "../diagnostics/catalogue.js";
import { MortiseError, messageOf } from "../diagnostics/error.js";
import { deepFreeze, withDefaults } from "./config-state.js";
import { isSensitive } from "./issue-diagnostic.js";
import type { Redactor } from "./redactor.js";
import type { ConfigVerdict } from "./verdict.js";

/** What users set: asked of the application, which keeps it. Plain data; nothing for a user who set nothing. */
export type ResolveUserConfig = (plugin: string, user: CallUser) => unknown | Promise<unknown>;

/** What reading users' configs needs. */
export interface UserConfigOptions {
  /** Without it every user has set nothing. */
  readonly resolver?: ResolveUserConfig;
  readonly redactor: Redactor;
}

/** What the users of plugins set. */
export interface UserConfigs {
  /**
   * What a user set for a plugin: held against the manifest's `userConfigSchema`, defaults filled in, frozen, and a copy of
   * the call's own. Without a schema, a user or a resolver it is a frozen `{}`. Given at once where the resolver answers at
   * once, but for the first time with a schema. Throws or rejects with `USER_CONFIG_INVALID`, `USER_CONFIG_UNAVAILABLE`
   * where the resolver fails, `USER_CONFIG_SCHEMA_INVALID`.
   */
  read(candidate: ReadyCandidate, user: CallUser | undefined): unknown | Promise<unknown>;
  /** Compiles a plugin's schema, so that its first `read` is given at once too, which handlers of synchronous hooks need. */
  prepare(candidate: ReadyCandidate): Promise<unknown> | undefined;
}

type Judge = (config: unknown) => ConfigVerdict;

const nothing = Object.freeze({});

/** Compiles each schema once; nothing is kept of what users set. */
export function createUserConfigs({ resolver, redactor }: UserConfigOptions): UserConfigs {
  const judges = new WeakMap<JsonSchema, Judge | Promise<Judge>>();
  const judgeOf = (schema: JsonSchema): Judge | Promise<Judge> => {
    const known = judges.get(schema);
    if (known) return known;
    const making = compile(schema).then((judge) => (judges.set(schema, judge), judge));
    judges.set(schema, making);
    return making;
  };
  return {
    prepare({ manifest: { userConfigSchema } }) {
      return userConfigSchema && resolver ? Promise.resolve(judgeOf(userConfigSchema)) : undefined;
    },
    read(candidate, user) {
      const schema = candidate.manifest.userConfigSchema;
      if (!schema || !user || !resolver) return nothing;
      const judge = judgeOf(schema);
      const unavailable = (error: unknown): never => {
        throw unavailableError(candidate, error, redactor);
      };
      const written = ask(resolver, candidate.id, user, unavailable);
      if (typeof judge === "function" && !isPromiseLike(written)) return accept(candidate, written, judge, redactor);
      const settled = Promise.resolve(written).catch(unavailable);
      return Promise.all([settled, judge]).then(([value, ready]) => accept(candidate, value, ready, redactor));
    },
  };
}

/** Whether what was thrown is about a user's config, so that neither the plugin nor whoever called it is to blame. */
export function isUserConfigFault(error: unknown): error is MortiseError {
  return error instanceof MortiseError && error.code.startsWith("USER_CONFIG_");
}

function ask(resolver: ResolveUserConfig, plugin: string, user: CallUser, failed: (error: unknown) => never): unknown {
  try {
    return resolver(plugin, user);
  } catch (error) {
    return failed(error);
  }
}

/** Ajv takes long to import, and most hosts have no plugin that asks for it. */
async function compile(schema: JsonSchema): Promise<Judge> {
  const { makeJudge } = await import("./ajv.js");
  return makeJudge(schema, "resolved");
}

/** Nothing is shared with what the resolver gave, which may be one object for all users, or change later. */
function accept(candidate: ReadyCandidate, given: unknown, judge: Judge, redactor: Redactor): unknown {
  const written = plainCopy(candidate, given ?? {});
  const verdict = judge(written);
  if (verdict.status === "valid") return deepFreeze(withDefaults(written, verdict));
  throw refusal(candidate, written, verdict, redactor);
}

function plainCopy({ id }: ReadyCandidate, given: unknown): Record<string, unknown> {
  try {
    return structuredClone(given) as Record<string, unknown>;
  } catch (error) {
    const parameters = { id, at: theTop, expected: "plain data", found: "what cannot be copied", suggestion: "" };
    throw new MortiseError(diagnose("USER_CONFIG_INVALID", parameters, { plugin: id, pointer: "" }), error);
  }
}

function unavailableError({ id }: ReadyCandidate, error: unknown, redactor: Redactor): MortiseError {
  const reason = messageOf(error).replace(/\.$/, "");
  const found = redactor.diagnostic(diagnose("USER_CONFIG_UNAVAILABLE", { id, reason }, { plugin: id }));
  return new MortiseError(found, error);
}

const theTop = "the top";

function refusal(candidate: ReadyCandidate, written: unknown, verdict: ConfigVerdict, redactor: Redactor): Error {
  const { id, manifest, manifestPath } = candidate;
  if (verdict.schemaProblem) {
    const { reason, pointer } = verdict.schemaProblem;
    const path = manifestPath === undefined ? {} : { path: manifestPath };
    const place = { plugin: id, ...path, pointer: `/userConfigSchema${pointer}` };
    return new MortiseError(diagnose("USER_CONFIG_SCHEMA_INVALID", { reason }, place));
  }
  const [issue] = verdict.issues;
  const { pointer = "", expected = "another value", suggestion } = issue ?? {};
  const parameters = {
    id,
    at: dottedPointer(pointer).replace(/^\./, "") || theTop,
    expected,
    found: describeFound(readPointer(written, pointer), isSensitive(manifest, pointer)),
    suggestion: suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`,
  };
  return new MortiseError(redactor.diagnostic(diagnose("USER_CONFIG_INVALID", parameters, { plugin: id, pointer })));
}
