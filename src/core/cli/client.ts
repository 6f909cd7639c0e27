// An operation over HTTP from the command line: the same door, the same rights, the same refusals as a browser.
import type { Operation } from "../contract.ts";
import { isAccessToken } from "../crypto/token-form.ts";

export type Server = { url: string; token: string | null; language: string };
export type Reply = {
  status: number;
  body: unknown;
  file: { name: string; content: Buffer } | null;
  token: string | null;
};

const cookie = /yagura_session=([^;]*)/;
/** An installation that people reach over https may be asked on its own machine over http: it knows its name. */
const bothNames = (token: string) => `yagura_session=${token}; __Host-yagura_session=${token}`;

export async function callServer(
  server: Server,
  operation: Operation,
  input: Record<string, unknown>,
): Promise<Reply> {
  const given = { ...input };
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = encodeURIComponent(String(given[name]));
    delete given[name];
    return value;
  });
  const query = new URLSearchParams();
  for (const name of Object.keys(operation.query?.properties ?? {})) {
    for (const one of [given[name]].flat()) if (one !== undefined) query.append(name, String(one));
    delete given[name];
  }
  const body = operation.body ? JSON.stringify(given) : null;
  return send(server, `${path}${query.size > 0 ? `?${query}` : ""}`, {
    method: operation.method,
    body,
    ...(body === null ? {} : { headers: { "content-type": "application/json" } }),
  });
}

/** An access token goes in a header of its own, the session of a sign-in as the cookie that it is. */
const whoAsks = (token: string | null): Record<string, string> =>
  token === null
    ? {}
    : isAccessToken(token)
      ? { authorization: `Bearer ${token}` }
      : { cookie: bothNames(token) };

export async function send(
  server: Server,
  path: string,
  init: RequestInit & { headers?: Record<string, string> },
): Promise<Reply> {
  const response = await fetch(new URL(`/api${path}`, server.url), {
    ...init,
    headers: {
      ...init.headers,
      "x-yagura": "1",
      "x-yagura-language": server.language,
      ...whoAsks(server.token),
    },
  });
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  const content = Buffer.from(await response.arrayBuffer());
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  return {
    status: response.status,
    body: isJson && !name ? JSON.parse(content.toString() || "null") : null,
    file: name ? { name: decodeURIComponent(name), content } : null,
    token: cookie.exec(response.headers.getSetCookie().join("\n"))?.[1] ?? null,
  };
}
