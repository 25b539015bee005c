import { language } from "foyer/i18n";

const UNIT = 1024;

/**
 * The size of a file in words, as the server writes it (`FileSizes.java`).
 * @param {number} bytes
 */
export function fileSize(bytes) {
  const kilobytes = Math.ceil(bytes / UNIT);
  return kilobytes < UNIT
    ? inUnit(Math.max(1, kilobytes), "kilobyte")
    : inUnit(Math.round((10 * bytes) / UNIT / UNIT) / 10, "megabyte");
}

function inUnit(number, unit) {
  try {
    return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(number);
  } catch {
    // A browser without these units.
    return `${number} ${unit === "kilobyte" ? "kB" : "MB"}`;
  }
}
