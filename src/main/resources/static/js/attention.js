const title = document.title;
let unread = 0;

/** Counts messages in the page's title while nobody looks at it. */
export function count(messages) {
  if (document.hidden) {
    unread += messages;
    paint();
  }
}

document.addEventListener("visibilitychange", () => {
  unread = 0;
  paint();
});

function paint() {
  document.title = unread > 0 ? `(${unread}) ${title}` : title;
}
