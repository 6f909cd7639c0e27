// What every answer tells a browser: run nothing but what is ours, show us in no frame, remember nothing of anybody.
import helmet from "@fastify/helmet";
import type { FastifyInstance } from "fastify";

/** What no page of ours asks a device for is switched off; passkeys and copying stay (W3C Permissions Policy). */
const features: Readonly<Record<string, "self" | "none">> = {
  accelerometer: "none",
  autoplay: "none",
  bluetooth: "none",
  camera: "none",
  "clipboard-read": "none",
  "clipboard-write": "self",
  "display-capture": "none",
  "encrypted-media": "none",
  fullscreen: "self",
  // Where a photo of an audit was taken, when its auditor wants that kept.
  geolocation: "self",
  gyroscope: "none",
  hid: "none",
  magnetometer: "none",
  microphone: "none",
  midi: "none",
  payment: "none",
  "publickey-credentials-create": "self",
  "publickey-credentials-get": "self",
  "screen-wake-lock": "none",
  serial: "none",
  usb: "none",
  "xr-spatial-tracking": "none",
};
const permissionsPolicy = Object.entries(features)
  .map(([name, who]) => `${name}=(${who === "self" ? "self" : ""})`)
  .join(", ");

export async function addHeaders(server: FastifyInstance, isSecure: boolean): Promise<void> {
  await server.register(helmet, {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        imgSrc: ["'self'", "data:", "blob:"],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        // Text becomes markup or a script's address by the one policy of src/web/trusted.ts alone (W3C Trusted Types).
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ["default"],
      },
    },
    frameguard: { action: "deny" },
    hsts: isSecure ? { maxAge: 31_536_000 } : false,
    crossOriginOpenerPolicy: { policy: "same-origin" },
    crossOriginResourcePolicy: { policy: "same-origin" },
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: "no-referrer" },
  });
  server.addHook("onRequest", async (_request, reply) => {
    reply.header("permissions-policy", permissionsPolicy);
  });
  // What says nothing else of itself is of one person at one moment, refusals included.
  server.addHook("onSend", async (_request, reply) => {
    if (!reply.hasHeader("cache-control")) reply.header("cache-control", "no-store");
  });
}
