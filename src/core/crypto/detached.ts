// A detached signature as a file beside the document: checked with nothing but the two files and a public key.
import { createHash, createPublicKey } from "node:crypto";
import { isSignedBy, keyId } from "./signing.ts";

export type Detached = { manifest: string; signature: string; publicKey: string };
export type DetachedCheck = {
  keyId: string;
  /** Nobody changed what was signed. */
  signature: boolean;
  /** The document is the one it speaks of. */
  document: boolean;
  manifest: Record<string, unknown>;
};

/** @throws SyntaxError or TypeError for what is no signature file. */
export function checkDetached(document: Uint8Array, signatureFile: string): DetachedCheck {
  const given = JSON.parse(signatureFile) as Detached;
  const manifest = JSON.parse(given.manifest) as Record<string, unknown>;
  const spki = createPublicKey(given.publicKey).export({ format: "der", type: "spki" });
  const publicKey = spki.subarray(-32);
  return {
    keyId: keyId(publicKey),
    signature: isSignedBy(publicKey, given.manifest, Buffer.from(given.signature, "base64")),
    document: manifest["pdfSha256"] === createHash("sha256").update(document).digest("hex"),
    manifest,
  };
}
