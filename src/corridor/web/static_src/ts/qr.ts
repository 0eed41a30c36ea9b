// The fallback reader, in a bundle of its own: fetched only by browsers without a detector.
import jsQR from "jsqr";

/** The text of the QR code among these pixels, or null. */
export function readPixels(pixels: ImageData): string | null {
  return jsQR(pixels.data, pixels.width, pixels.height)?.data || null;
}
