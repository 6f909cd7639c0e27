// How people reach the product, for what leads back to it from elsewhere: a provider of identity, a mail.

let address = "http://localhost";

/** Set once at start from PUBLIC_URL. */
export function usePublicUrl(url: string): void {
  address = url.replace(/\/+$/, "");
}

/** Without a slash at its end. */
export const publicUrl = (): string => address;
