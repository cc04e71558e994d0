/** The pages that an author or an embedder reads on the first day, by their path from the top folder. */
export const firstDayPages: readonly string[] = [
  "README.md",
  "docs/getting-started.md",
  "docs/guides/tutorial.md",
  "docs/writing-a-plugin.md",
  "packages/sdk/README.md",
  "packages/core/README.md",
  "packages/testing/README.md",
  "packages/gateway/README.md",
];
