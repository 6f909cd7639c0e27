// A file as an answer: never shown by the browser as a page of ours, always saved.
import type { FastifyReply } from "fastify";
import type { Opened } from "../files/content.ts";

/** RFC 6266: a plain name for old clients, the true one in UTF-8 (RFC 8187). */
export function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

export async function sendContent(reply: FastifyReply, content: Opened): Promise<FastifyReply> {
  const body = await content.open();
  if (content.sizeBytes !== undefined) reply.header("content-length", content.sizeBytes);
  return reply
    .type(content.mediaType)
    .header("content-disposition", disposition(content.name))
    .header("content-security-policy", "sandbox; default-src 'none'")
    .header("cache-control", "private, no-store")
    .send(body);
}
