import type { Diagnostic, DiagnosticLevel, DiagnosticPlace } from "./diagnostic.js";

/** A kind of diagnostic: `message` and `help` are templates with `{parameters}`. */
export interface DiagnosticDefinition {
  readonly level: DiagnosticLevel;
  readonly message: string;
  readonly help: string;
}

/** Kinds of diagnostics by code. */
export type DiagnosticCatalogue = Readonly<Record<string, DiagnosticDefinition>>;

// Braces around something with a quote or a space in it are code in the text, not a parameter.
type ParameterNames<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${string}${'"' | " "}${string}` ? never : Name) | ParameterNames<Rest>
  : never;

/** The parameters that a code's templates name; a missing or misspelt one does not compile. */
export type DiagnosticParameters<Definition extends DiagnosticDefinition> = {
  readonly [Name in ParameterNames<Definition["message"]> | ParameterNames<Definition["help"]>]: string | number;
};

/** Makes a diagnostic of the catalogue; `place` says where it belongs, `level` overrides the catalogue's. */
export type CreateDiagnostic<Catalogue extends DiagnosticCatalogue> = <Code extends keyof Catalogue & string>(
  code: Code,
  parameters: DiagnosticParameters<Catalogue[Code]>,
  place?: DiagnosticPlace & { readonly level?: DiagnosticLevel },
) => Diagnostic;

function fill(template: string, parameters: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(parameters[name] ?? whole));
}

/**
 * Declares a catalogue of diagnostics and gives the function that makes them. Formats and applications declare their
 * own the same way.
 */
export function defineDiagnostics<const Catalogue extends DiagnosticCatalogue>(
  catalogue: Catalogue,
): { readonly catalogue: Catalogue; readonly create: CreateDiagnostic<Catalogue> } {
  return {
    catalogue,
    create(code, parameters, place = {}) {
      const { level, message, help } = catalogue[code] as DiagnosticDefinition;
      return { code, level, ...place, message: fill(message, parameters), help: fill(help, parameters) };
    },
  };
}
