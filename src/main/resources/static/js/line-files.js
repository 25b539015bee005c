import { word } from "foyer/i18n";
import { showToast } from "foyer/toast";

const LONGEST_EXTENSION = 5;
const MAX_WIDTH = 480;
const MAX_HEIGHT = 320;
/** The shorter side of a very long picture, of which a part is shown. */
const MIN_SIDE_OF_LONG = 96;
const MIN_SIDE = 24;
/** The media types that browsers play, and other names of them. */
const PLAYED = /^(video|audio)\/(?:mp4|webm|ogg|mpeg|mp3|(?:x-)?m4a|(?:x-)?wav|wave|vnd\.wave|(?:x-)?flac|vorbis|opus)$/;

const list = document.getElementById("lines");
// Modules that could not be loaded are loaded again at another address, as this one is.
const load = (module) => import(import.meta.resolve(module) + new URL(import.meta.url).search);
const [{ fileSize }, { loadPart }] = await Promise.all(["foyer/file-size", "foyer/overlay"].map(load));
await loadPart("files");
const { base, room } = document.getElementById("talk").dataset;

/**
 * A file of a message.
 * @typedef {{id: string, name: string, type: string, size: number, width?: number, height?: number, alt?: string}}
 *   AttachedFile
 */

/**
 * Adds its files to the line of a message, the pictures first. They have the same markup as on the server (`event.html`,
 * `LineFile.java`).
 * @param {HTMLElement} line
 * @param {AttachedFile[]} files
 */
export function showFiles(line, files) {
  const pictures = files.filter(isPicture);
  const shown = make("ul", "files");
  shown.classList.toggle("tiled", pictures.length > 1);
  const wide = inRowsOfTwo(pictures.length);
  shown.append(
    ...pictures.map((picture, index) => pictureItem(picture, index < wide)),
    ...files.filter((file) => !isPicture(file)).map(otherItem),
  );
  const before = line.querySelector(".fold") ?? line.querySelector(".text");
  before.after(shown);
}

/**
 * What stands for the files of a message where there is only space for words.
 * @param {AttachedFile[]} files
 */
export function summaryOf(files) {
  const pictures = files.filter(({ width }) => width);
  const [{ alt }] = [...pictures, {}];
  if (pictures.length > 1) {
    return word("attachment.pictures", pictures.length);
  }
  if (alt) {
    return word("attachment.picture.named", isolated(alt));
  }
  return pictures.length > 0 ? word("attachment.picture") : (files[0]?.name ?? "");
}

function isPicture({ width }) {
  return width !== undefined;
}

/** How many of some pictures stand in rows of two, so that all rows are full; the others stand in rows of three. */
function inRowsOfTwo(pictures) {
  return [0, pictures > 1 ? 4 : 0, 2][pictures % 3];
}

function pictureItem(file, isWide) {
  const item = itemOf(file, "picture");
  item.classList.toggle("wide", isWide);
  item.classList.toggle("long", isLong(file));
  const link = make("a");
  link.href = addressOf(file);
  const picture = make("img");
  Object.assign(picture, { loading: "lazy", decoding: "async", alt: labelOf(file) });
  picture.setAttribute("width", shownSide(file, file.width));
  picture.setAttribute("height", shownSide(file, file.height));
  picture.src = addressOf(file, "thumbnail");
  link.append(picture);
  item.append(link);
  return item;
}

function shownSide(file, side) {
  return Math.max(Math.round(side * scaleOf(file)), leastSide(side));
}

function scaleOf({ width, height }) {
  return Math.min(1, MAX_WIDTH / width, MAX_HEIGHT / height);
}

function leastSide(side) {
  return Math.max(MIN_SIDE, Math.min(MIN_SIDE_OF_LONG, side));
}

/** Whether a side would be too short to be seen. */
function isLong(file) {
  return [file.width, file.height].some((side) => Math.round(side * scaleOf(file)) < leastSide(side));
}

/** A film or sound, with what plays it, or another file. */
function otherItem(file) {
  const [, kind] = PLAYED.exec(file.type) ?? [];
  const item = itemOf(file, kind ?? "other");
  if (kind) {
    item.append(player(file, kind));
  }
  const link = make("a", "download");
  link.href = addressOf(file);
  link.download = "";
  const name = make("bdi");
  name.textContent = file.name;
  const detail = make("span", "detail");
  detail.textContent = [kindOf(file), fileSize(file.size)].map(isolated).join(" \u00b7 ");
  link.append(name, " ", detail);
  item.append(link);
  return item;
}

function player(file, kind) {
  const element = make(kind);
  element.controls = true;
  element.preload = kind === "video" ? "metadata" : "none";
  element.ariaLabel = labelOf(file);
  if (kind === "video") {
    element.playsInline = true;
  }
  element.src = addressOf(file);
  return element;
}

function itemOf(file, kind) {
  const item = make("li", `file ${kind}`);
  Object.entries(file).forEach(([key, value]) => {
    if (DATA.includes(key)) {
      item.dataset[key] = value;
    }
  });
  return item;
}

const DATA = ["id", "name", "type", "size", "width", "height", "alt"];

/** @param {string} [part] the last word of the address, which is the name of the file unless it is given */
function addressOf({ id, name }, part = encode(name)) {
  return `${base}rooms/${room}/files/${id}/${part}`;
}

function encode(name) {
  const signs = (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(name).replace(/[!'()*]/g, signs);
}

function labelOf(file) {
  return file.alt ?? (isPicture(file) ? word("attachment.picture.named", isolated(file.name)) : file.name);
}

function kindOf({ name }) {
  const extension = name.slice(name.lastIndexOf(".") + 1);
  const isKind = extension.length < name.length && extension.length <= LONGEST_EXTENSION && extension.trim() !== "";
  return isKind ? extension.toUpperCase() : word("attachment.file");
}

/** Keeps the direction of a text to itself. */
function isolated(text) {
  return `\u2068${text}\u2069`;
}

function make(element, className = "") {
  const made = document.createElement(element);
  if (className) {
    made.className = className;
  }
  return made;
}

/** In the place of a picture that cannot be loaded there is its name. */
function markBroken(picture) {
  picture.closest(".file")?.classList.toggle("broken", picture.complete && picture.naturalWidth === 0);
}

/** There may have been no connection. */
function loadAgain() {
  list.querySelectorAll(".broken img").forEach((picture) => {
    picture.src = picture.getAttribute("src");
  });
}

for (const type of ["load", "error"]) {
  list.addEventListener(type, ({ target }) => target.matches(".picture img") && markBroken(target), { capture: true });
}
list.querySelectorAll(".picture img").forEach((picture) => picture.complete && markBroken(picture));
new MutationObserver(([{ target }]) => ["connected", "polling"].includes(target.dataset.state) && loadAgain()).observe(
  document.getElementById("state"),
  { attributeFilter: ["data-state"] },
);

// A picture that was not near is not loaded yet, and on paper all are near.
addEventListener("beforeprint", () => {
  list.querySelectorAll("[loading]").forEach((picture) => picture.removeAttribute("loading"));
});

let viewer = null;

/** Shows a picture large, in the viewer that is loaded the first time; where it cannot be loaded, by its address. */
async function open(link) {
  try {
    viewer ??= loadViewer();
    (await viewer).open(link);
  } catch {
    viewer = null;
    showToast(word("attachment.not-loaded"), word("delivery.retry"), () => open(link));
  }
}

/** The part names the script, which the first visit need not know. */
async function loadViewer() {
  const part = await loadPart("viewer");
  const dialog = part.querySelector("dialog");
  const { Viewer } = await import(new URL(dialog.dataset.script, location.href));
  return new Viewer(list, dialog);
}

list.addEventListener("click", (event) => {
  const link = event.target.closest(".picture > a");
  const isModified = event.ctrlKey || event.altKey || event.metaKey || event.shiftKey;
  if (link && !isModified && !event.defaultPrevented) {
    event.preventDefault();
    open(link);
  }
});
