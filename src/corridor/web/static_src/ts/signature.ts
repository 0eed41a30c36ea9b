// Ed25519 by the browser where it has it, by a library where it has not (RFC 8032).
import { ed25519 } from "@noble/curves/ed25519.js";

type Bytes = Uint8Array<ArrayBuffer>;

/** True when the signature over the message was made with the key (32 raw bytes). */
export async function verifyEd25519(
  key: Uint8Array, message: Uint8Array, signature: Uint8Array,
): Promise<boolean> {
  const ready = await imported(key);
  if (ready === null) return verifyByLibrary(key, message, signature);
  return crypto.subtle.verify("Ed25519", ready, signature as Bytes, message as Bytes);
}

/** The same, computed by the library: strict about non-canonical points. */
export function verifyByLibrary(
  key: Uint8Array, message: Uint8Array, signature: Uint8Array,
): boolean {
  return ed25519.verify(signature, message, key, { zip215: false });
}

// null: no Ed25519 in this browser, or no secure context.
async function imported(key: Uint8Array): Promise<CryptoKey | null> {
  if (!globalThis.crypto?.subtle) return null;
  return crypto.subtle
    .importKey("raw", key as Bytes, "Ed25519", false, ["verify"])
    .catch(() => null);
}
