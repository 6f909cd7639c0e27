// A passkey of this device that opens a sheet without a PIN: the prf extension gives the same secret for the same salt, also without
// a network (W3C WebAuthn Level 3, 10.1.4). It signs nothing in.
const waitMs = 60_000;

export const canPrf = (): boolean => window.isSecureContext && "PublicKeyCredential" in window;

type Answer = { credentialId: Uint8Array<ArrayBuffer>; secret: ArrayBuffer };

/** @returns null where the reader gives up, or the passkey knows nothing of it. */
export async function secretOf(
  salt: Uint8Array<ArrayBuffer>,
  credentialId?: Uint8Array<ArrayBuffer>,
): Promise<Answer | null> {
  const credential = await navigator.credentials
    .get({
      publicKey: {
        // Nobody verifies it: what counts is the secret, not a signature.
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        userVerification: "required",
        timeout: waitMs,
        ...(credentialId ? { allowCredentials: [{ type: "public-key", id: credentialId }] } : {}),
        extensions: { prf: { eval: { first: salt } } },
      },
    })
    .catch(() => null);
  if (!(credential instanceof PublicKeyCredential)) return null;
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (!first) return null;
  return { credentialId: new Uint8Array(credential.rawId), secret: bytesOf(first) };
}

const bytesOf = (source: BufferSource): ArrayBuffer =>
  source instanceof ArrayBuffer
    ? source
    : (source.buffer.slice(source.byteOffset, source.byteOffset + source.byteLength) as ArrayBuffer);
