// Reads a QR code from the camera or from a picture: by the browser's own detector where there is
// one, else by a library that is loaded only then.

interface Detector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

type Read = (source: CanvasImageSource, width: number, height: number) => Promise<string | null>;
type LibraryRead = (pixels: ImageData) => string | null;

const LONGEST_SIDE_PX = 1200;

/** A reader of QR codes. `library` is the address of the script with the fallback. */
export async function qrReader(library: string): Promise<Read> {
  const detector = await ownDetector();
  if (detector) {
    return async (source) => (await detector.detect(source))[0]?.rawValue ?? null;
  }
  const { readPixels } = (await import(library)) as { readPixels: LibraryRead };
  return async (source, width, height) => readPixels(pixelsOf(source, width, height));
}

async function ownDetector(): Promise<Detector | null> {
  const known = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (!known) return null;
  const formats = await known.getSupportedFormats().catch(() => [] as string[]);
  return formats.includes("qr_code") ? new known({ formats: ["qr_code"] }) : null;
}

function pixelsOf(source: CanvasImageSource, width: number, height: number): ImageData {
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const ink = canvas.getContext("2d", { willReadFrequently: true });
  if (!ink) throw new Error("no canvas");
  ink.drawImage(source, 0, 0, canvas.width, canvas.height);
  return ink.getImageData(0, 0, canvas.width, canvas.height);
}

/** The text of the code in a picture, or null where none is found. */
export async function readPicture(read: Read, file: Blob): Promise<string | null> {
  const picture = await createImageBitmap(file);
  try {
    return await read(picture, picture.width, picture.height);
  } finally {
    picture.close();
  }
}

/** Looks through the camera until a code is read or `stop` fires. Rejects where there is no camera. */
export async function readCamera(
  read: Read, video: HTMLVideoElement, stop: AbortSignal,
): Promise<string | null> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: 1280 } },
  });
  try {
    video.srcObject = stream;
    await video.play();
    while (!stop.aborted) {
      const text = await read(video, video.videoWidth, video.videoHeight);
      if (text) return text;
      await new Promise((again) => setTimeout(again, 150));
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}
