/* What stands in the page that no text may bring in, and what was tried in vain. */
() => {
  const LINE = ["li", "p", "div", "time", "bdi", "span", "button"];
  const MARKUP = ["p", "div", "br", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a", "bdi", "span", "mark"];
  const MARKUP_ATTRIBUTES = ["href", "rel", "target", "class", "dir", "start", "tabindex"];
  const WEB = /^(https?:|mailto:)/i;

  const intruders = [...(window.reports ?? [])];
  for (const element of document.querySelectorAll("#lines *")) {
    const isMarkup = element.parentElement.closest("#lines .text");
    const tag = element.cloneNode().outerHTML.slice(0, 200);
    if (!(isMarkup ? MARKUP : LINE).includes(element.localName)) {
      intruders.push(tag);
    }
    if (isMarkup && !element.getAttributeNames().every((name) => MARKUP_ATTRIBUTES.includes(name))) {
      intruders.push(tag);
    }
    if (element.href && !(WEB.test(element.href) && element.rel.includes("noopener"))) {
      intruders.push(tag);
    }
  }
  for (const element of document.querySelectorAll("*")) {
    const leadsAway = element.hasAttribute("formaction") && element.getAttribute("formaction") !== "/language";
    if (leadsAway || element.getAttributeNames().some((name) => /^(on|srcdoc|th:)/.test(name))) {
      intruders.push(element.cloneNode().outerHTML.slice(0, 200));
    }
  }
  if (document.baseURI !== location.href) {
    intruders.push(document.baseURI);
  }
  return intruders;
};
