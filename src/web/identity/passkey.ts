// Passkeys in the browser (W3C WebAuthn Level 3). What only the screens around it need to know: made, refused or given up.
import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from "@simplewebauthn/browser";
import type { Input, Output } from "#core/contract.ts";
import type { access } from "#modules/access/contract.ts";

type Assertion = Input<typeof access.provePasskey>["credential"];
type Attestation = Input<typeof access.addPasskey>["credential"];
type Request = { challenge: string; rpId: string; allow?: Output<typeof access.askForPasskey>["allow"] };

/** COSE algorithms (RFC 9053): EdDSA, ES256, RS256. */
const algorithms = [-8, -7, -257];
const waitMs = 120_000;

export const canPasskey = (): boolean => browserSupportsWebAuthn();
export const canOfferPasskey = (): Promise<boolean> => browserSupportsWebAuthnAutofill();
export const stopOffering = (): void => WebAuthnAbortService.cancelCeremony();

export async function makePasskey(asked: Output<typeof access.beginPasskey>): Promise<Attestation> {
  const made = await startRegistration({
    optionsJSON: {
      challenge: asked.challenge,
      rp: { id: asked.rpId, name: "Yagura" },
      user: { id: asked.userId, name: asked.userName, displayName: asked.displayName },
      pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key", alg })),
      timeout: waitMs,
      excludeCredentials: asked.exclude.map((one) => ({ ...one, type: "public-key" })) as never,
      authenticatorSelection: {
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
      attestation: "none",
      // So that it can also open what lies sealed on a device (W3C WebAuthn Level 3, 10.1.4): many authenticators give that only to a
      // passkey that was made for it. One that cannot ignores it.
      extensions: { prf: {} } as never,
    },
  });
  const { clientDataJSON, attestationObject, transports } = made.response;
  return {
    id: made.id,
    rawId: made.rawId,
    type: "public-key",
    response: {
      clientDataJSON,
      attestationObject,
      ...(transports ? { transports: [...transports].slice(0, 10) } : {}),
    },
  };
}

/** @param isOffer waits inside the browser's own list of what to fill in. */
export async function askPasskey(asked: Request, isOffer = false): Promise<Assertion> {
  const given = await startAuthentication({
    optionsJSON: {
      challenge: asked.challenge,
      rpId: asked.rpId,
      timeout: waitMs,
      userVerification: "required",
      allowCredentials: (asked.allow ?? []).map((one) => ({ ...one, type: "public-key" })) as never,
    },
    useBrowserAutofill: isOffer,
    verifyBrowserAutofillInput: false,
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = given.response;
  return {
    id: given.id,
    rawId: given.rawId,
    type: "public-key",
    response: {
      clientDataJSON,
      authenticatorData,
      signature,
      ...(userHandle ? { userHandle } : {}),
    },
  };
}

/** Whether somebody closed the browser's own dialog: no error to speak of. */
export const isGivenUp = (error: unknown): boolean =>
  error instanceof Error && ["NotAllowedError", "AbortError"].includes(error.name);
