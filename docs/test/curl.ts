/** A request as a curl line writes it. */
export interface CurlRequest {
  readonly request: Request;
  /** The file that the answer is written to. */
  readonly output?: string;
}

const withValue: ReadonlySet<string> = new Set(["-H", "-d", "-X", "-o"]);
const withoutValue: ReadonlySet<string> = new Set(["-s", "-S", "-N", "-i"]);

/** Reads the words behind `curl`; throws for an option that no page needs. */
export function readCurl(words: readonly string[]): CurlRequest {
  const options: (readonly [string, string])[] = [];
  const addresses: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    if (withValue.has(word)) options.push([word, words[(index += 1)] ?? ""]);
    else if (!word.startsWith("-")) addresses.push(word);
    else if (!withoutValue.has(word)) throw new Error(`curl ${word} is used nowhere else; teach docs/test/curl.ts`);
  }
  const [address] = addresses;
  if (address === undefined || addresses.length > 1) throw new Error("A curl line has one address");
  return toRequest(address, options);
}

function toRequest(address: string, options: readonly (readonly [string, string])[]): CurlRequest {
  const valueOf = (name: string) => options.find(([option]) => option === name)?.[1];
  const body = valueOf("-d");
  const output = valueOf("-o");
  const headers = new Headers(options.flatMap(([option, value]) => (option === "-H" ? [headerOf(value)] : [])));
  const method = valueOf("-X") ?? (body === undefined ? "GET" : "POST");
  const request = new Request(address, { method, headers, ...(body !== undefined && { body }) });
  return { request, ...(output !== undefined && { output }) };
}

function headerOf(line: string): [string, string] {
  const [name = "", ...rest] = line.split(":");
  return [name.trim(), rest.join(":").trim()];
}
