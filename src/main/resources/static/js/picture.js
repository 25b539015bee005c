const DRAWN = ["image/jpeg", "image/png", "image/webp"];
const SHOWN = [...DRAWN, "image/gif"];
const MAX_SIDE = 2_560;
const QUALITY = 0.9;
/** An opaque PNG up to this size is a screenshot, whose letters stay sharp; a larger one is a photo. */
const MAX_PNG = 1_536 * 1024;

/** Whether files of a type are drawn before they are uploaded. */
export function isDrawn(type) {
  return DRAWN.includes(type);
}

/** Whether a picture is shown of files of a type. */
export function isShown(type) {
  return SHOWN.includes(type);
}

/**
 * Draws a picture anew, at most 2,560 pixels wide and high. Only what can be seen is in it then, and not where or with
 * what it was taken.
 * @param {Blob} file
 * @returns {Promise<Blob>} a JPEG, or a PNG where parts are transparent or it is small; fails where the browser cannot
 */
export async function draw(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    const scale = Math.min(1, MAX_SIDE / Math.max(picture.width, picture.height));
    const canvas = canvasOf(picture.width * scale, picture.height * scale);
    const context = canvas.getContext("2d", { willReadFrequently: file.type !== "image/jpeg" });
    context.imageSmoothingQuality = "high";
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    if (file.type === "image/jpeg") {
      return await encode(canvas, "image/jpeg");
    }
    const isOpaque = !hasTransparency(context.getImageData(0, 0, canvas.width, canvas.height));
    if (isOpaque && file.type !== "image/png") {
      return await encode(canvas, "image/jpeg");
    }
    const png = await encode(canvas, "image/png");
    return isOpaque && png.size > MAX_PNG ? await encode(canvas, "image/jpeg") : png;
  } finally {
    picture.close();
  }
}

/**
 * Paints the middle of a picture into a square canvas.
 * @param {Blob} file
 * @param {HTMLCanvasElement} canvas
 * @returns {Promise<boolean>} whether the browser can
 */
export async function preview(file, canvas) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const side = Math.min(picture.width, picture.height);
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    const [x, y] = [(picture.width - side) / 2, (picture.height - side) / 2];
    context.drawImage(picture, x, y, side, side, 0, 0, canvas.width, canvas.height);
    picture.close();
    return true;
  } catch {
    return false;
  }
}

function canvasOf(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  return canvas;
}

function encode(canvas, type) {
  return new Promise((done, failed) => {
    canvas.toBlob(
      (blob) => (blob?.type === type ? done(blob) : failed(new Error(`The browser does not write ${type}`))),
      type,
      QUALITY,
    );
  });
}

function hasTransparency({ data }) {
  for (let alpha = 3; alpha < data.length; alpha += 4) {
    if (data[alpha] < 255) {
      return true;
    }
  }
  return false;
}
