/** What an input is mainly about. */
export type Kind = "config" | "manifest" | "openclaw" | "package" | "folder" | "bundle" | "schema";

/** A file, a link (`{outside}` stands for the folder beside), an empty folder, a pipe, or so many bytes of nothing. */
export type Thing = { readonly mode?: number } & (
  | { readonly bytes: Buffer }
  | { readonly link: string }
  | { readonly folder: true }
  | { readonly pipe: true }
  | { readonly sparse: number }
);
