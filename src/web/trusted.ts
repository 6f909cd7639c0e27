// The one policy by which text may become markup or the address of a script here (W3C Trusted Types; the server's policy
// names no other). Styles are set as markup by the style engine; nothing of ours or of its has a tag in it.
/** null is a refusal that the browser reports. */
type Rule = (text: string) => string | null;
type Policy = { createHTML: Rule; createScriptURL: Rule; createScript: Rule };
type Trusting = { trustedTypes?: { createPolicy(name: "default", policy: Policy): unknown } };

/** To be called before anything is drawn. Browsers without Trusted Types have the rest of the policy alone. */
export function trustOnlyOurs(): void {
  (globalThis as Trusting).trustedTypes?.createPolicy("default", {
    createHTML: (text) => (text.includes("<") ? null : text),
    createScriptURL: (url) => (url === "/worker.js" ? url : null),
    createScript: () => null,
  });
}
